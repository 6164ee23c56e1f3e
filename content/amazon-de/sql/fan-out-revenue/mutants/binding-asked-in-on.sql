-- mistake: left-filter-in-on
-- lesson: In ON the test only stops {{items}} from matching, so a {{area}} with nothing but {{orders}} that are not binding is still shown, with 0 and 0.
-- variants: freight
WITH item_totals AS (
  SELECT {{oid}}, sum({{qty}} * {{price}}) AS billed
  FROM {{items}}
  GROUP BY {{oid}}
), payment_totals AS (
  SELECT {{oid}}, sum({{amount}}) AS paid
  FROM {{payments}}
  GROUP BY {{oid}}
)
SELECT o.{{area}},
       coalesce(sum(i.billed), 0) AS {{out1}},
       coalesce(sum(p.paid), 0) AS {{out2}}
FROM {{orders}} o
LEFT JOIN payment_totals p ON p.{{oid}} = o.{{oid}}
LEFT JOIN item_totals i ON i.{{oid}} = o.{{oid}} AND p.paid IS NOT NULL
GROUP BY o.{{area}}

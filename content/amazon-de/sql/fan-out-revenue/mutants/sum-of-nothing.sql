-- mistake: sum-of-nothing
-- lesson: The sum over a {{area}} without any {{items}} is NULL, and the contract wants 0.
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
       sum(i.billed) AS {{out1}},
       coalesce(sum(p.paid), 0) AS {{out2}}
FROM {{orders}} o
LEFT JOIN item_totals i ON i.{{oid}} = o.{{oid}}
{{paid_join}} payment_totals p ON p.{{oid}} = o.{{oid}}
GROUP BY o.{{area}}

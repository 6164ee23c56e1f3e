-- mistake: pivot-max-for-sum
-- lesson: MAX is immune to repeated rows but keeps one amount, so all other {{payments}} of the same {{oid}} are lost.
WITH item_totals AS (
  SELECT {{oid}}, sum({{qty}} * {{price}}) AS billed
  FROM {{items}}
  GROUP BY {{oid}}
), payment_totals AS (
  SELECT {{oid}}, max({{amount}}) AS paid
  FROM {{payments}}
  GROUP BY {{oid}}
)
SELECT o.{{area}},
       coalesce(sum(i.billed), 0) AS {{out1}},
       coalesce(sum(p.paid), 0) AS {{out2}}
FROM {{orders}} o
LEFT JOIN item_totals i ON i.{{oid}} = o.{{oid}}
{{paid_join}} payment_totals p ON p.{{oid}} = o.{{oid}}
GROUP BY o.{{area}}

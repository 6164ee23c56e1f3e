-- mistake: fan-out
-- lesson: The total of {{payments}} is one row, but it is repeated for each row of {{items}} that it is joined to.
WITH payment_totals AS (
  SELECT {{oid}}, sum({{amount}}) AS paid
  FROM {{payments}}
  GROUP BY {{oid}}
)
SELECT o.{{area}},
       coalesce(sum(i.{{qty}} * i.{{price}}), 0) AS {{out1}},
       coalesce(sum(p.paid), 0) AS {{out2}}
FROM {{orders}} o
LEFT JOIN {{items}} i ON i.{{oid}} = o.{{oid}}
{{paid_join}} payment_totals p ON p.{{oid}} = o.{{oid}}
GROUP BY o.{{area}}

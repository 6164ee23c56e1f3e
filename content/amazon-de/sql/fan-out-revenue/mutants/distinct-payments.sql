-- mistake: key-too-narrow
-- lesson: Two {{payments}} for one {{oid}} may have the same {{amount}} without being the same row, and DISTINCT leaves only one.
WITH item_totals AS (
  SELECT {{oid}}, sum({{qty}} * {{price}}) AS billed
  FROM {{items}}
  GROUP BY {{oid}}
), payment_totals AS (
  SELECT {{oid}}, sum({{amount}}) AS paid
  FROM (SELECT DISTINCT {{oid}}, {{amount}} FROM {{payments}}) once
  GROUP BY {{oid}}
)
SELECT o.{{area}},
       coalesce(sum(i.billed), 0) AS {{out1}},
       coalesce(sum(p.paid), 0) AS {{out2}}
FROM {{orders}} o
LEFT JOIN item_totals i ON i.{{oid}} = o.{{oid}}
{{paid_join}} payment_totals p ON p.{{oid}} = o.{{oid}}
GROUP BY o.{{area}}

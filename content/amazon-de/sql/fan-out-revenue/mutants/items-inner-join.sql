-- mistake: inner-join-drops-zero
-- lesson: An inner join to {{items}} drops {{orders}} that have none, and their {{payments}} with them.
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
JOIN item_totals i ON i.{{oid}} = o.{{oid}}
{{paid_join}} payment_totals p ON p.{{oid}} = o.{{oid}}
GROUP BY o.{{area}}

-- mistake: inner-join-drops-zero
-- lesson: An inner join to {{payments}} drops {{orders}} that have none, so what was {{out1}} for them is missing.
-- variants: shop, clinic
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
LEFT JOIN item_totals i ON i.{{oid}} = o.{{oid}}
JOIN payment_totals p ON p.{{oid}} = o.{{oid}}
GROUP BY o.{{area}}

-- name: UNION ALL of both fact tables
-- note: Stacking cannot multiply, and a third fact table is one more branch.
-- variants: shop, clinic
SELECT {{area}}, sum(billed) AS {{out1}}, sum(paid) AS {{out2}}
FROM (
  SELECT {{area}}, 0 AS billed, 0 AS paid
  FROM {{orders}}
  UNION ALL
  SELECT o.{{area}}, i.{{qty}} * i.{{price}}, 0
  FROM {{orders}} o
  JOIN {{items}} i ON i.{{oid}} = o.{{oid}}
  UNION ALL
  SELECT o.{{area}}, 0, p.{{amount}}
  FROM {{orders}} o
  JOIN {{payments}} p ON p.{{oid}} = o.{{oid}}
) facts
GROUP BY {{area}}

-- mistake: union-dedups
-- lesson: UNION without ALL removes equal rows, so two equal amounts under one {{oid}} are counted once.
-- variants: shop, clinic
SELECT {{area}}, sum(billed) AS {{out1}}, sum(paid) AS {{out2}}
FROM (
  SELECT {{oid}}, {{area}}, 0 AS billed, 0 AS paid
  FROM {{orders}}
  UNION
  SELECT o.{{oid}}, o.{{area}}, i.{{qty}} * i.{{price}}, 0
  FROM {{orders}} o
  JOIN {{items}} i ON i.{{oid}} = o.{{oid}}
  UNION
  SELECT o.{{oid}}, o.{{area}}, 0, p.{{amount}}
  FROM {{orders}} o
  JOIN {{payments}} p ON p.{{oid}} = o.{{oid}}
) facts
GROUP BY {{area}}

-- name: UNION ALL, EXISTS for the binding ones
-- note: Stacking cannot multiply; EXISTS asks for a deposit without joining to it.
-- variants: freight
SELECT {{area}}, sum(booked) AS {{out1}}, sum(deposited) AS {{out2}}
FROM (
  SELECT o.{{area}}, i.{{qty}} * i.{{price}} AS booked, 0 AS deposited
  FROM {{orders}} o
  JOIN {{items}} i ON i.{{oid}} = o.{{oid}}
  WHERE EXISTS (SELECT 1 FROM {{payments}} p WHERE p.{{oid}} = o.{{oid}})
  UNION ALL
  SELECT o.{{area}}, 0, p.{{amount}}
  FROM {{orders}} o
  JOIN {{payments}} p ON p.{{oid}} = o.{{oid}}
) facts
GROUP BY {{area}}

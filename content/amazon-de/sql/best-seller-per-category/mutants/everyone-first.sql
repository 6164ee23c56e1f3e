-- mistake: wrong-partition
-- lesson: With the {{thing}} itself in PARTITION BY each one is alone in its group and takes first place.
WITH totals AS (
  SELECT p.{{group}}, p.{{id}}, sum(s.{{qty}}) AS {{total}}
  FROM {{things}} p
  JOIN {{facts}} s ON s.{{id}} = p.{{id}}
  GROUP BY p.{{group}}, p.{{id}}
), ranked AS (
  SELECT {{group}}, {{id}}, {{total}},
         rank() OVER (PARTITION BY {{group}}, {{id}} ORDER BY {{total}} DESC) AS place
  FROM totals
)
SELECT {{group}}, {{id}}, {{total}}
FROM ranked
WHERE place = 1;

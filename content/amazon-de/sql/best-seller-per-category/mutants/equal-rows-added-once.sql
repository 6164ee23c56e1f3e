-- mistake: sum-distinct
-- lesson: SUM(DISTINCT) adds equal amounts once, so two {{facts}} of the same size count as one.
WITH totals AS (
  SELECT p.{{group}}, p.{{id}}, sum(DISTINCT s.{{qty}}) AS {{total}}
  FROM {{things}} p
  JOIN {{facts}} s ON s.{{id}} = p.{{id}}
  GROUP BY p.{{group}}, p.{{id}}
), ranked AS (
  SELECT {{group}}, {{id}}, {{total}},
         rank() OVER (PARTITION BY {{group}} ORDER BY {{total}} DESC{{tie}}) AS place
  FROM totals
)
SELECT {{group}}, {{id}}, {{total}}
FROM ranked
WHERE place = 1;

-- mistake: missing-partition
-- lesson: Without PARTITION BY there is one ranking for everything, and only the best of all {{things}} comes back.
WITH totals AS (
  SELECT p.{{group}}, p.{{id}}, sum(s.{{qty}}) AS {{total}}
  FROM {{things}} p
  JOIN {{facts}} s ON s.{{id}} = p.{{id}}
  GROUP BY p.{{group}}, p.{{id}}
), ranked AS (
  SELECT {{group}}, {{id}}, {{total}},
         rank() OVER (ORDER BY {{total}} DESC{{tie}}) AS place
  FROM totals
)
SELECT {{group}}, {{id}}, {{total}}
FROM ranked
WHERE place = 1;

-- mistake: nulls-sort-first
-- lesson: The LEFT JOIN gives a {{thing}} without {{facts}} a total of NULL, and NULL comes first under DESC.
WITH totals AS (
  SELECT p.{{group}}, p.{{id}}, sum(s.{{qty}}) AS {{total}}
  FROM {{things}} p
  LEFT JOIN {{facts}} s ON s.{{id}} = p.{{id}}
  GROUP BY p.{{group}}, p.{{id}}
), ranked AS (
  SELECT {{group}}, {{id}}, {{total}},
         rank() OVER (PARTITION BY {{group}} ORDER BY {{total}} DESC{{tie}}) AS place
  FROM totals
)
SELECT {{group}}, {{id}}, {{total}}
FROM ranked
WHERE place = 1;

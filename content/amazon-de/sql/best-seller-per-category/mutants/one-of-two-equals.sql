-- mistake: rownumber-for-ties
-- lesson: row_number() gives equal totals different numbers, so one of two equally good {{things}} is lost.
-- variants: shop, cinema
WITH totals AS (
  SELECT p.{{group}}, p.{{id}}, sum(s.{{qty}}) AS {{total}}
  FROM {{things}} p
  JOIN {{facts}} s ON s.{{id}} = p.{{id}}
  GROUP BY p.{{group}}, p.{{id}}
), ranked AS (
  SELECT {{group}}, {{id}}, {{total}},
         row_number() OVER (PARTITION BY {{group}} ORDER BY {{total}} DESC, {{id}}) AS place
  FROM totals
)
SELECT {{group}}, {{id}}, {{total}}
FROM ranked
WHERE place = 1;

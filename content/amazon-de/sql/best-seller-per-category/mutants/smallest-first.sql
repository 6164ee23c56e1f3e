-- mistake: wrong-direction
-- lesson: Without DESC the smallest total takes first place.
WITH totals AS (
  SELECT p.{{group}}, p.{{id}}, sum(s.{{qty}}) AS {{total}}
  FROM {{things}} p
  JOIN {{facts}} s ON s.{{id}} = p.{{id}}
  GROUP BY p.{{group}}, p.{{id}}
), ranked AS (
  SELECT {{group}}, {{id}}, {{total}},
         rank() OVER (PARTITION BY {{group}} ORDER BY {{total}}{{tie}}) AS place
  FROM totals
)
SELECT {{group}}, {{id}}, {{total}}
FROM ranked
WHERE place = 1;

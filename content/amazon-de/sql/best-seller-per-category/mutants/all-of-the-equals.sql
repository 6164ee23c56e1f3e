-- mistake: no-tie-break
-- lesson: The order ends with the total, so rank() keeps every song with the most votes instead of the one with the lowest id.
-- variants: radio
WITH totals AS (
  SELECT p.{{group}}, p.{{id}}, sum(s.{{qty}}) AS n
  FROM {{things}} p
  JOIN {{facts}} s ON s.{{id}} = p.{{id}}
  GROUP BY p.{{group}}, p.{{id}}
), ranked AS (
  SELECT {{group}}, {{id}}, n,
         rank() OVER (PARTITION BY {{group}} ORDER BY n DESC) AS place
  FROM totals
)
SELECT {{group}}, {{id}}, n AS {{total}}
FROM ranked
WHERE place = 1;

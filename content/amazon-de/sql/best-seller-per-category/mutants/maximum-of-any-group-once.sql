-- mistake: max-joined-on-value
-- lesson: The maxima are matched by value only, so a song with few votes but a low id wins if its total is the best of another genre.
-- variants: radio
WITH totals AS (
  SELECT p.{{group}}, p.{{id}}, sum(s.{{qty}}) AS n
  FROM {{things}} p
  JOIN {{facts}} s ON s.{{id}} = p.{{id}}
  GROUP BY p.{{group}}, p.{{id}}
), best AS (
  SELECT {{group}}, {{id}}, n,
         row_number() OVER (PARTITION BY {{group}} ORDER BY {{id}}) AS rn
  FROM totals
  WHERE n IN (SELECT max(n) FROM totals GROUP BY {{group}})
)
SELECT {{group}}, {{id}}, n AS {{total}}
FROM best
WHERE rn = 1;

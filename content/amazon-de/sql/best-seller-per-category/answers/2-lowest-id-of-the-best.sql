-- name: the lowest id among those with the maximum
-- variants: radio
WITH totals AS (
  SELECT p.{{group}}, p.{{id}}, sum(s.{{qty}}) AS n
  FROM {{things}} p
  JOIN {{facts}} s ON s.{{id}} = p.{{id}}
  GROUP BY p.{{group}}, p.{{id}}
)
SELECT t.{{group}}, min(t.{{id}}) AS {{id}}, m.best AS {{total}}
FROM totals t
JOIN (SELECT {{group}}, max(n) AS best FROM totals GROUP BY {{group}}) m
  ON m.{{group}} = t.{{group}} AND m.best = t.n
GROUP BY t.{{group}}, m.best;

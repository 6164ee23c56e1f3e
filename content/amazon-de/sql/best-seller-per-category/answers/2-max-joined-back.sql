-- name: the maximum per {{group}}, joined back on {{group}} and value
-- variants: shop, cinema
WITH totals AS (
  SELECT p.{{group}}, p.{{id}}, sum(s.{{qty}}) AS {{total}}
  FROM {{things}} p
  JOIN {{facts}} s ON s.{{id}} = p.{{id}}
  GROUP BY p.{{group}}, p.{{id}}
)
SELECT t.{{group}}, t.{{id}}, t.{{total}}
FROM totals t
JOIN (SELECT {{group}}, max({{total}}) AS best FROM totals GROUP BY {{group}}) m
  ON m.{{group}} = t.{{group}} AND m.best = t.{{total}};

-- name: NOT EXISTS: no better one in the {{group}}
-- variants: shop, cinema
WITH totals AS (
  SELECT p.{{group}}, p.{{id}}, sum(s.{{qty}}) AS {{total}}
  FROM {{things}} p
  JOIN {{facts}} s ON s.{{id}} = p.{{id}}
  GROUP BY p.{{group}}, p.{{id}}
)
SELECT a.{{group}}, a.{{id}}, a.{{total}}
FROM totals a
WHERE NOT EXISTS (
  SELECT 1
  FROM totals b
  WHERE b.{{group}} = a.{{group}} AND b.{{total}} > a.{{total}}
);

-- name: NOT EXISTS with the tie-break inside
-- variants: radio
WITH totals AS (
  SELECT p.{{group}}, p.{{id}}, sum(s.{{qty}}) AS n
  FROM {{things}} p
  JOIN {{facts}} s ON s.{{id}} = p.{{id}}
  GROUP BY p.{{group}}, p.{{id}}
)
SELECT a.{{group}}, a.{{id}}, a.n AS {{total}}
FROM totals a
WHERE NOT EXISTS (
  SELECT 1
  FROM totals b
  WHERE b.{{group}} = a.{{group}}
    AND (b.n > a.n OR (b.n = a.n AND b.{{id}} < a.{{id}}))
);

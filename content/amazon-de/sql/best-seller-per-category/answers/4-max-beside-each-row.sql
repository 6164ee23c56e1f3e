-- name: max() OVER beside each total
-- variants: shop, cinema
SELECT {{group}}, {{id}}, {{total}}
FROM (
  SELECT p.{{group}}, p.{{id}}, sum(s.{{qty}}) AS {{total}},
         max(sum(s.{{qty}})) OVER (PARTITION BY p.{{group}}) AS best
  FROM {{things}} p
  JOIN {{facts}} s ON s.{{id}} = p.{{id}}
  GROUP BY p.{{group}}, p.{{id}}
) t
WHERE {{total}} = best;

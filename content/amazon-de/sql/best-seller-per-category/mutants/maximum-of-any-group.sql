-- mistake: max-joined-on-value
-- lesson: The maxima of all {{group}} values are one list here, so a total that is best elsewhere lets a weaker {{thing}} in.
-- variants: shop, cinema
WITH totals AS (
  SELECT p.{{group}}, p.{{id}}, sum(s.{{qty}}) AS {{total}}
  FROM {{things}} p
  JOIN {{facts}} s ON s.{{id}} = p.{{id}}
  GROUP BY p.{{group}}, p.{{id}}
)
SELECT {{group}}, {{id}}, {{total}}
FROM totals
WHERE {{total}} IN (SELECT max({{total}}) FROM totals GROUP BY {{group}});

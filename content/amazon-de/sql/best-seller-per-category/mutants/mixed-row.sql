-- mistake: maxima-mixed
-- lesson: Two independent max() calls put the highest id beside the highest total, which may belong to another {{thing}}.
SELECT {{group}}, max({{id}}) AS {{id}}, max(n) AS {{total}}
FROM (
  SELECT p.{{group}}, p.{{id}}, sum(s.{{qty}}) AS n
  FROM {{things}} p
  JOIN {{facts}} s ON s.{{id}} = p.{{id}}
  GROUP BY p.{{group}}, p.{{id}}
) t
GROUP BY {{group}};

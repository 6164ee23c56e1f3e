-- mistake: global-limit
-- lesson: LIMIT 1 keeps one row of the whole result, not one of each {{group}}.
-- variants: shop, cinema
SELECT p.{{group}}, p.{{id}}, sum(s.{{qty}}) AS {{total}}
FROM {{things}} p
JOIN {{facts}} s ON s.{{id}} = p.{{id}}
GROUP BY p.{{group}}, p.{{id}}
ORDER BY {{total}} DESC, p.{{id}}
LIMIT 1;

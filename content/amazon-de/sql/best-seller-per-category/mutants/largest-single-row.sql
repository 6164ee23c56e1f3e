-- mistake: window-over-detail
-- lesson: Single {{facts}} are ranked instead of totals, so one big row beats several that add up to more.
SELECT {{group}}, {{id}}, n AS {{total}}
FROM (
  SELECT DISTINCT p.{{group}}, p.{{id}},
         sum(s.{{qty}}) OVER (PARTITION BY p.{{id}}) AS n,
         rank() OVER (PARTITION BY p.{{group}} ORDER BY s.{{qty}} DESC{{tie_p}}) AS place
  FROM {{things}} p
  JOIN {{facts}} s ON s.{{id}} = p.{{id}}
) t
WHERE place = 1;

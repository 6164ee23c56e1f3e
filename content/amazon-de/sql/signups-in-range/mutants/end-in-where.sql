-- mistake: right-filter-in-where
-- lesson: The end is tested in WHERE, after the LEFT JOIN, so a {{period}} that has only later {{facts}} or none disappears.
-- variants: campaigns, stays
SELECT c.{{period_id}}, count(s.{{id}}) AS {{n}}
FROM {{periods}} c
LEFT JOIN {{facts}} s ON s.{{at}} >= c.first_day
WHERE s.{{at}} < {{after_last}}{{or_open}}
GROUP BY c.{{period_id}};

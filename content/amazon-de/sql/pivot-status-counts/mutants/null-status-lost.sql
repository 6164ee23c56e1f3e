-- mistake: not-equal-null
-- lesson: For a NULL status both = and NOT IN are unknown, so that row is counted in no column.
SELECT g.name,
       count({{once}}t.{{unit}}) FILTER (WHERE t.status = '{{s1}}') AS {{s1}},
       count({{once}}t.{{unit}}) FILTER (WHERE t.status = '{{s2}}') AS {{s2}},
       count({{once}}t.{{unit}}) FILTER (WHERE t.status = '{{s3}}') AS {{s3}},
       count({{once}}t.{{unit}}) FILTER (WHERE t.status NOT IN ('{{s1}}', '{{s2}}', '{{s3}}')) AS other
FROM {{groups}} g
LEFT JOIN {{facts}} t ON t.{{group_id}} = g.{{group_id}}
GROUP BY g.{{group_id}}, g.name;

-- mistake: key-too-wide
-- lesson: With `status` in GROUP BY {{a_group}} comes back in one row per status instead of one row.
SELECT g.name,
       count({{once}}t.{{unit}}) FILTER (WHERE coalesce(t.status, '{{none}}') = '{{s1}}') AS {{s1}},
       count({{once}}t.{{unit}}) FILTER (WHERE coalesce(t.status, '{{none}}') = '{{s2}}') AS {{s2}},
       count({{once}}t.{{unit}}) FILTER (WHERE coalesce(t.status, '{{none}}') = '{{s3}}') AS {{s3}},
       count({{once}}t.{{unit}}) FILTER (WHERE coalesce(t.status, '{{none}}') NOT IN ('{{s1}}', '{{s2}}', '{{s3}}')) AS other
FROM {{groups}} g
LEFT JOIN {{facts}} t ON t.{{group_id}} = g.{{group_id}}
GROUP BY g.{{group_id}}, g.name, t.status;

-- mistake: count-not-distinct
-- lesson: Applications are counted, so a candidate with two of the same status in one office counts twice.
-- variants: hiring
SELECT g.name,
       count(t.{{who}}) FILTER (WHERE t.status = '{{s1}}') AS {{s1}},
       count(t.{{who}}) FILTER (WHERE t.status = '{{s2}}') AS {{s2}},
       count(t.{{who}}) FILTER (WHERE t.status = '{{s3}}') AS {{s3}},
       count(t.{{who}}) FILTER (WHERE coalesce(t.status, '{{none}}') NOT IN ('{{s1}}', '{{s2}}', '{{s3}}')) AS other
FROM {{groups}} g
LEFT JOIN {{facts}} t ON t.{{group_id}} = g.{{group_id}}
GROUP BY g.{{group_id}}, g.name;

-- mistake: count-case-else-zero
-- lesson: COUNT counts every value that is not NULL, and ELSE 0 makes each row such a value, so all columns are equal.
-- variants: support, clinic
SELECT g.name,
       count(CASE WHEN coalesce(t.status, '{{none}}') = '{{s1}}' THEN 1 ELSE 0 END) AS {{s1}},
       count(CASE WHEN coalesce(t.status, '{{none}}') = '{{s2}}' THEN 1 ELSE 0 END) AS {{s2}},
       count(CASE WHEN coalesce(t.status, '{{none}}') = '{{s3}}' THEN 1 ELSE 0 END) AS {{s3}},
       count(CASE WHEN coalesce(t.status, '{{none}}') NOT IN ('{{s1}}', '{{s2}}', '{{s3}}') THEN 1 ELSE 0 END) AS other
FROM {{groups}} g
LEFT JOIN {{facts}} t ON t.{{group_id}} = g.{{group_id}}
GROUP BY g.{{group_id}}, g.name;

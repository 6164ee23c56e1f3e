-- mistake: pivot-max-for-sum
-- lesson: max() only says whether a cell has a row, so the second one with the same status is not counted.
SELECT g.name,
       max(CASE WHEN t.{{fact_id}} IS NOT NULL AND coalesce(t.status, '{{none}}') = '{{s1}}' THEN 1 ELSE 0 END) AS {{s1}},
       max(CASE WHEN t.{{fact_id}} IS NOT NULL AND coalesce(t.status, '{{none}}') = '{{s2}}' THEN 1 ELSE 0 END) AS {{s2}},
       max(CASE WHEN t.{{fact_id}} IS NOT NULL AND coalesce(t.status, '{{none}}') = '{{s3}}' THEN 1 ELSE 0 END) AS {{s3}},
       max(CASE WHEN t.{{fact_id}} IS NOT NULL
                 AND coalesce(t.status, '{{none}}') NOT IN ('{{s1}}', '{{s2}}', '{{s3}}') THEN 1 ELSE 0 END) AS other
FROM {{groups}} g
LEFT JOIN {{facts}} t ON t.{{group_id}} = g.{{group_id}}
GROUP BY g.{{group_id}}, g.name;

-- mistake: fan-out
-- lesson: Two joins to the same {{facts}} multiply, so two of one status beside three of another show six in both columns.
-- variants: support, clinic
SELECT g.name,
       count(a.{{fact_id}}) AS {{s1}},
       count(b.{{fact_id}}) AS {{s2}},
       (SELECT count(*) FROM {{facts}} t WHERE t.{{group_id}} = g.{{group_id}} AND t.status = '{{s3}}') AS {{s3}},
       (SELECT count(*) FROM {{facts}} t WHERE t.{{group_id}} = g.{{group_id}}
          AND coalesce(t.status, '{{none}}') NOT IN ('{{s1}}', '{{s2}}', '{{s3}}')) AS other
FROM {{groups}} g
LEFT JOIN {{facts}} a ON a.{{group_id}} = g.{{group_id}} AND coalesce(a.status, '{{none}}') = '{{s1}}'
LEFT JOIN {{facts}} b ON b.{{group_id}} = g.{{group_id}} AND b.status = '{{s2}}'
GROUP BY g.{{group_id}}, g.name;

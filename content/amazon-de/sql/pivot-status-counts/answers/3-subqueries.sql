-- name: one subquery per cell
SELECT g.name,
       (SELECT count({{once}}t.{{unit}}) FROM {{facts}} t
        WHERE t.{{group_id}} = g.{{group_id}} AND coalesce(t.status, '{{none}}') = '{{s1}}') AS {{s1}},
       (SELECT count({{once}}t.{{unit}}) FROM {{facts}} t
        WHERE t.{{group_id}} = g.{{group_id}} AND coalesce(t.status, '{{none}}') = '{{s2}}') AS {{s2}},
       (SELECT count({{once}}t.{{unit}}) FROM {{facts}} t
        WHERE t.{{group_id}} = g.{{group_id}} AND coalesce(t.status, '{{none}}') = '{{s3}}') AS {{s3}},
       (SELECT count({{once}}t.{{unit}}) FROM {{facts}} t
        WHERE t.{{group_id}} = g.{{group_id}}
          AND coalesce(t.status, '{{none}}') NOT IN ('{{s1}}', '{{s2}}', '{{s3}}')) AS other
FROM {{groups}} g;

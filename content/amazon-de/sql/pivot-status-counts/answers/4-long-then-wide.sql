-- name: a long table of counts, joined once per column
WITH counts AS (
  SELECT t.{{group_id}}, t.cell, count({{once}}t.{{unit}}) AS n
  FROM (
    SELECT {{group_id}}, {{unit}},
           CASE WHEN coalesce(status, '{{none}}') IN ('{{s1}}', '{{s2}}', '{{s3}}') THEN coalesce(status, '{{none}}')
                ELSE 'other' END AS cell
    FROM {{facts}}
  ) t
  GROUP BY t.{{group_id}}, t.cell
)
SELECT g.name,
       coalesce(c1.n, 0) AS {{s1}},
       coalesce(c2.n, 0) AS {{s2}},
       coalesce(c3.n, 0) AS {{s3}},
       coalesce(c4.n, 0) AS other
FROM {{groups}} g
LEFT JOIN counts c1 ON c1.{{group_id}} = g.{{group_id}} AND c1.cell = '{{s1}}'
LEFT JOIN counts c2 ON c2.{{group_id}} = g.{{group_id}} AND c2.cell = '{{s2}}'
LEFT JOIN counts c3 ON c3.{{group_id}} = g.{{group_id}} AND c3.cell = '{{s3}}'
LEFT JOIN counts c4 ON c4.{{group_id}} = g.{{group_id}} AND c4.cell = 'other';

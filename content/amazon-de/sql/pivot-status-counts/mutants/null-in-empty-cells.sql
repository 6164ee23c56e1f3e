-- mistake: sum-of-nothing
-- lesson: A cell without {{facts}} has no row in the counts, so the LEFT JOIN leaves NULL there instead of 0.
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
       c1.n AS {{s1}},
       c2.n AS {{s2}},
       c3.n AS {{s3}},
       c4.n AS other
FROM {{groups}} g
LEFT JOIN counts c1 ON c1.{{group_id}} = g.{{group_id}} AND c1.cell = '{{s1}}'
LEFT JOIN counts c2 ON c2.{{group_id}} = g.{{group_id}} AND c2.cell = '{{s2}}'
LEFT JOIN counts c3 ON c3.{{group_id}} = g.{{group_id}} AND c3.cell = '{{s3}}'
LEFT JOIN counts c4 ON c4.{{group_id}} = g.{{group_id}} AND c4.cell = 'other';

-- name: name the cell first, then count with CASE
-- note: works on every engine, and the rule for other is written once
WITH cells AS (
  SELECT {{group_id}}, {{unit}},
         CASE WHEN coalesce(status, '{{none}}') IN ('{{s1}}', '{{s2}}', '{{s3}}') THEN coalesce(status, '{{none}}')
              ELSE 'other' END AS cell
  FROM {{facts}}
)
SELECT g.name,
       count({{once}}CASE WHEN c.cell = '{{s1}}' THEN c.{{unit}} END) AS {{s1}},
       count({{once}}CASE WHEN c.cell = '{{s2}}' THEN c.{{unit}} END) AS {{s2}},
       count({{once}}CASE WHEN c.cell = '{{s3}}' THEN c.{{unit}} END) AS {{s3}},
       count({{once}}CASE WHEN c.cell = 'other' THEN c.{{unit}} END) AS other
FROM {{groups}} g
LEFT JOIN cells c ON c.{{group_id}} = g.{{group_id}}
GROUP BY g.{{group_id}}, g.name;

-- mistake: count-star-after-left
-- lesson: count(*) counts the empty row of a LEFT JOIN, so {{a_group}} without {{facts}} shows one under other.
-- variants: support, clinic
WITH c AS (
  SELECT g.{{group_id}}, g.name,
         count(*) AS all_rows,
         count(t.{{fact_id}}) FILTER (WHERE coalesce(t.status, '{{none}}') = '{{s1}}') AS n1,
         count(t.{{fact_id}}) FILTER (WHERE coalesce(t.status, '{{none}}') = '{{s2}}') AS n2,
         count(t.{{fact_id}}) FILTER (WHERE coalesce(t.status, '{{none}}') = '{{s3}}') AS n3
  FROM {{groups}} g
  LEFT JOIN {{facts}} t ON t.{{group_id}} = g.{{group_id}}
  GROUP BY g.{{group_id}}, g.name
)
SELECT name, n1 AS {{s1}}, n2 AS {{s2}}, n3 AS {{s3}}, all_rows - n1 - n2 - n3 AS other
FROM c;

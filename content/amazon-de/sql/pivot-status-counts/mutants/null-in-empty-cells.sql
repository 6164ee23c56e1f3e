-- mistake: sum-of-nothing
-- lesson: A SUM over a CASE without ELSE adds up nothing but NULLs in an empty cell and shows NULL instead of 0.
-- variants: support
SELECT g.name,
       sum(CASE WHEN t.status = '{{s1}}' THEN 1 END) AS {{s1}},
       sum(CASE WHEN t.status = '{{s2}}' THEN 1 END) AS {{s2}},
       sum(CASE WHEN t.status = '{{s3}}' THEN 1 END) AS {{s3}},
       sum(CASE WHEN t.status NOT IN ('{{s1}}', '{{s2}}', '{{s3}}')
                  OR (t.status IS NULL AND t.{{fact_id}} IS NOT NULL) THEN 1 END) AS other
FROM {{groups}} g
LEFT JOIN {{facts}} t ON t.{{group_id}} = g.{{group_id}}
GROUP BY g.{{group_id}}, g.name;

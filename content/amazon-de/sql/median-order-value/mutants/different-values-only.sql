-- mistake: key-too-narrow
-- lesson: DISTINCT throws equal values away, but each of them counts and holds its place in the order.
WITH numbered AS (
    SELECT f.{{parent_id}},
           {{input}} AS {{value}},
           row_number() OVER (PARTITION BY f.{{parent_id}} ORDER BY {{input}}) AS rn,
           count(*) OVER (PARTITION BY f.{{parent_id}}) AS n
    FROM (SELECT DISTINCT {{parent_id}}, {{value}} FROM {{facts}}) f
    WHERE {{known}}
)
SELECT p.{{parent_id}}, avg(m.{{value}}) AS median_{{value}}
FROM {{parents}} p
LEFT JOIN numbered m ON m.{{parent_id}} = p.{{parent_id}}
                    AND m.rn IN ({{first_middle}}, {{second_middle}})
GROUP BY p.{{parent_id}};

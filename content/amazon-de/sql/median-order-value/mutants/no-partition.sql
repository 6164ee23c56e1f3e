-- mistake: missing-partition
-- lesson: The rows are numbered through the whole table, while the count belongs to one {{parent}}, so the middle is missed.
WITH numbered AS (
    SELECT f.{{parent_id}},
           {{input}} AS {{value}},
           row_number() OVER (ORDER BY {{input}}) AS rn,
           count(*) OVER (PARTITION BY f.{{parent_id}}) AS n
    FROM {{facts}} f
    WHERE {{known}}
)
SELECT p.{{parent_id}}, avg(m.{{value}}) AS median_{{value}}
FROM {{parents}} p
LEFT JOIN numbered m ON m.{{parent_id}} = p.{{parent_id}}
                    AND m.rn IN ({{first_middle}}, {{second_middle}})
GROUP BY p.{{parent_id}};

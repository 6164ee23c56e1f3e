-- mistake: rank-for-distinct
-- lesson: rank() gives equal values one number and skips the next, so the number of the middle row may not exist.
WITH numbered AS (
    SELECT f.{{parent_id}},
           {{input}} AS {{value}},
           rank() OVER (PARTITION BY f.{{parent_id}} ORDER BY {{input}}) AS rn,
           count(*) OVER (PARTITION BY f.{{parent_id}}) AS n
    FROM {{facts}} f
    WHERE {{known}}
)
SELECT p.{{parent_id}}, avg(m.{{value}}) AS median_{{value}}
FROM {{parents}} p
LEFT JOIN numbered m ON m.{{parent_id}} = p.{{parent_id}}
                    AND m.rn IN ({{first_middle}}, {{second_middle}})
GROUP BY p.{{parent_id}};

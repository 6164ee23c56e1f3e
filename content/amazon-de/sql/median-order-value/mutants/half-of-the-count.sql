-- mistake: integer-division
-- lesson: n / 2 is cut down, so with an odd count it names the row before the middle; use (n + 1) / 2.
WITH numbered AS (
    SELECT f.{{parent_id}},
           {{input}} AS {{value}},
           row_number() OVER (PARTITION BY f.{{parent_id}} ORDER BY {{input}}) AS rn,
           count(*) OVER (PARTITION BY f.{{parent_id}}) AS n
    FROM {{facts}} f
    WHERE {{known}}
)
SELECT p.{{parent_id}}, avg(m.{{value}}) AS median_{{value}}
FROM {{parents}} p
LEFT JOIN numbered m ON m.{{parent_id}} = p.{{parent_id}}
                    AND m.rn IN ({{half}})
GROUP BY p.{{parent_id}};

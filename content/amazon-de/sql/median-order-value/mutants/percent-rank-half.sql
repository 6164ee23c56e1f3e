-- mistake: rank-fraction-misused
-- lesson: percent_rank() hits 0.5 only with an odd count of different values; otherwise no row has it and NULL comes out.
WITH numbered AS (
    SELECT f.{{parent_id}},
           {{input}} AS {{value}},
           percent_rank() OVER (PARTITION BY f.{{parent_id}} ORDER BY {{input}}) AS pr
    FROM {{facts}} f
    WHERE {{known}}
)
SELECT p.{{parent_id}}, avg(m.{{value}}) AS median_{{value}}
FROM {{parents}} p
LEFT JOIN numbered m ON m.{{parent_id}} = p.{{parent_id}}
                    AND m.pr = 0.5
GROUP BY p.{{parent_id}};

-- name: {{percentile}}(0.5)
-- note: the shortest; the cast keeps the mean of two middle values from being rounded
WITH medians AS (
    SELECT f.{{parent_id}},
           {{percentile}}(0.5) WITHIN GROUP (ORDER BY CAST({{input}} AS DOUBLE)) AS median
    FROM {{facts}} f
    WHERE {{known}}
    GROUP BY f.{{parent_id}}
)
SELECT p.{{parent_id}}, m.median AS median_{{value}}
FROM {{parents}} p
LEFT JOIN medians m ON m.{{parent_id}} = p.{{parent_id}};

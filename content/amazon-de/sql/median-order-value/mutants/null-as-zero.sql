-- mistake: coalesce-before-aggregate
-- lesson: coalesce({{value}}, 0) puts values at the bottom that are not known, so the middle moves down.
-- variants: stores, couriers, rents
WITH medians AS (
    SELECT f.{{parent_id}},
           {{percentile}}(0.5) WITHIN GROUP (ORDER BY CAST(coalesce(f.{{value}}, 0) AS DOUBLE)) AS median
    FROM {{facts}} f
    WHERE true
    GROUP BY f.{{parent_id}}
)
SELECT p.{{parent_id}}, m.median AS median_{{value}}
FROM {{parents}} p
LEFT JOIN medians m ON m.{{parent_id}} = p.{{parent_id}};

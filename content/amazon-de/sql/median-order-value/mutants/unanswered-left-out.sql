-- mistake: avg-skips-null
-- lesson: Percentiles skip NULL, so letters without an answer are left out although they count as 0.
-- variants: donations
WITH medians AS (
    SELECT f.{{parent_id}},
           {{percentile}}(0.5) WITHIN GROUP (ORDER BY CAST(f.{{value}} AS DOUBLE)) AS median
    FROM {{facts}} f
    WHERE {{known}}
    GROUP BY f.{{parent_id}}
)
SELECT p.{{parent_id}}, m.median AS median_{{value}}
FROM {{parents}} p
LEFT JOIN medians m ON m.{{parent_id}} = p.{{parent_id}};

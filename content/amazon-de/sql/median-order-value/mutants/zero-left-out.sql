-- mistake: zero-as-missing
-- lesson: Here 0 is a value like any other; without those rows the middle moves up.
WITH medians AS (
    SELECT f.{{parent_id}},
           {{percentile}}(0.5) WITHIN GROUP (ORDER BY CAST({{input}} AS DOUBLE)) AS median
    FROM {{facts}} f
    WHERE {{known}} AND {{input}} > 0
    GROUP BY f.{{parent_id}}
)
SELECT p.{{parent_id}}, m.median AS median_{{value}}
FROM {{parents}} p
LEFT JOIN medians m ON m.{{parent_id}} = p.{{parent_id}};

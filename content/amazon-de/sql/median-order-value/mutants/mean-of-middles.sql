-- mistake: median-discrete
-- lesson: percentile_cont() takes the mean of the two middle values, a rent that nobody pays; the contract wants the lower one.
-- variants: rents
WITH medians AS (
    SELECT f.{{parent_id}},
           percentile_cont(0.5) WITHIN GROUP (ORDER BY CAST({{input}} AS DOUBLE)) AS median
    FROM {{facts}} f
    WHERE {{known}}
    GROUP BY f.{{parent_id}}
)
SELECT p.{{parent_id}}, m.median AS median_{{value}}
FROM {{parents}} p
LEFT JOIN medians m ON m.{{parent_id}} = p.{{parent_id}};

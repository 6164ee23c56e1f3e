-- mistake: median-discrete
-- lesson: percentile_disc() takes the lower of the two middle values; with an even count the contract wants their mean.
-- variants: stores, couriers, donations
WITH medians AS (
    SELECT f.{{parent_id}},
           percentile_disc(0.5) WITHIN GROUP (ORDER BY CAST({{input}} AS DOUBLE)) AS median
    FROM {{facts}} f
    WHERE {{known}}
    GROUP BY f.{{parent_id}}
)
SELECT p.{{parent_id}}, m.median AS median_{{value}}
FROM {{parents}} p
LEFT JOIN medians m ON m.{{parent_id}} = p.{{parent_id}};

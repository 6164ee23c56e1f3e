-- mistake: inner-join-drops-zero
-- lesson: The inner join drops each {{parent}} for which there is no median; it should appear with NULL.
WITH medians AS (
    SELECT f.{{parent_id}},
           {{percentile}}(0.5) WITHIN GROUP (ORDER BY CAST({{input}} AS DOUBLE)) AS median
    FROM {{facts}} f
    WHERE {{known}}
    GROUP BY f.{{parent_id}}
)
SELECT p.{{parent_id}}, m.median AS median_{{value}}
FROM {{parents}} p
JOIN medians m ON m.{{parent_id}} = p.{{parent_id}};

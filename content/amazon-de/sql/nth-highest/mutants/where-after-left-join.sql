-- mistake: right-filter-in-where
-- lesson: The condition on the place stands in WHERE, so {{parents}} without a place {{n}} disappear; they should stay with NULL.
WITH ranked AS (
    SELECT {{parent_id}}, {{value}},
           {{rank}}() OVER (PARTITION BY {{parent_id}} ORDER BY {{value}}{{direction}}) AS place
    FROM {{facts}}
    WHERE {{value}} IS NOT NULL
)
SELECT DISTINCT p.{{parent_id}}, r.{{value}}
FROM {{parents}} p
LEFT JOIN ranked r ON r.{{parent_id}} = p.{{parent_id}}
WHERE r.place = {{n}};

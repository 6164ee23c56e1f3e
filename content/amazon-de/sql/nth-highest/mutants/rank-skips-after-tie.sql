-- mistake: rank-for-distinct
-- lesson: rank() leaves a gap after equal values, so place {{n}} belongs to another value or to none at all.
WITH ranked AS (
    SELECT {{parent_id}}, {{value}},
           rank() OVER (PARTITION BY {{parent_id}} ORDER BY {{value}}{{direction}}) AS place
    FROM {{facts}}
    WHERE {{value}} IS NOT NULL
),
chosen AS (
    SELECT DISTINCT {{parent_id}}, {{value}}
    FROM ranked
    WHERE place = {{n}}
)
SELECT p.{{parent_id}}, c.{{value}}
FROM {{parents}} p
LEFT JOIN chosen c ON c.{{parent_id}} = p.{{parent_id}};

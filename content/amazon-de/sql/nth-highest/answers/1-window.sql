-- name: {{rank}}() in each {{parent}}, LEFT JOIN from {{parents}}
-- note: the usual way; the condition on the place sits in the subquery, so the LEFT JOIN keeps its empty rows
WITH ranked AS (
    SELECT {{parent_id}}, {{value}},
           {{rank}}() OVER (PARTITION BY {{parent_id}} ORDER BY {{value}}{{direction}}) AS place
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

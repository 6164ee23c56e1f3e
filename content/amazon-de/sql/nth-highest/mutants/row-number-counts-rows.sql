-- mistake: rownumber-for-ties
-- lesson: row_number() counts {{facts}}, not different values, so two equal ones take two places.
-- variants: auctions, sensors, freight
WITH ranked AS (
    SELECT {{parent_id}}, {{value}},
           row_number() OVER (PARTITION BY {{parent_id}} ORDER BY {{value}}{{direction}}) AS place
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

-- mistake: nth-without-enough
-- lesson: coalesce(..., 0) shows 0 for {{parents}} with fewer than {{n}} {{what}}; the contract asks for NULL there.
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
SELECT p.{{parent_id}}, coalesce(c.{{value}}, 0) AS {{value}}
FROM {{parents}} p
LEFT JOIN chosen c ON c.{{parent_id}} = p.{{parent_id}};

-- mistake: nulls-sort-first
-- lesson: NULL comes first in descending order and takes a place of its own; filter it out before ranking.
-- variants: auctions, sensors, offers
WITH ranked AS (
    SELECT {{parent_id}}, {{value}},
           {{rank}}() OVER (PARTITION BY {{parent_id}} ORDER BY {{value}}{{direction}}) AS place
    FROM {{facts}}
),
chosen AS (
    SELECT DISTINCT {{parent_id}}, {{value}}
    FROM ranked
    WHERE place = {{n}}
)
SELECT p.{{parent_id}}, c.{{value}}
FROM {{parents}} p
LEFT JOIN chosen c ON c.{{parent_id}} = p.{{parent_id}};

-- mistake: coalesce-before-aggregate
-- lesson: coalesce({{value}}, 0) turns a row that does not count into a real 0, and the 0 takes a place.
WITH ranked AS (
    SELECT {{parent_id}}, coalesce({{value}}, 0) AS {{value}},
           {{rank}}() OVER (PARTITION BY {{parent_id}} ORDER BY coalesce({{value}}, 0){{direction}}) AS place
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

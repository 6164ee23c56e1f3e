-- mistake: missing-partition
-- lesson: Without PARTITION BY there is one ranking over all {{parents}}, so at most a few of them own place {{n}}.
WITH ranked AS (
    SELECT {{parent_id}}, {{value}},
           {{rank}}() OVER (ORDER BY {{value}}{{direction}}) AS place
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

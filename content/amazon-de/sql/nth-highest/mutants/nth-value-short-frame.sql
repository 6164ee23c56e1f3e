-- mistake: last-value-default-frame
-- lesson: nth_value() sees only the rows up to the current one, so the first rows say NULL and the {{parent}} comes out twice.
WITH different AS (
    SELECT {{distinct}}{{parent_id}}, {{value}}
    FROM {{facts}}
    WHERE {{value}} IS NOT NULL
),
chosen AS (
    SELECT DISTINCT {{parent_id}},
           nth_value({{value}}, {{n}}) OVER (PARTITION BY {{parent_id}} ORDER BY {{value}}{{direction}}) AS {{value}}
    FROM different
)
SELECT p.{{parent_id}}, c.{{value}}
FROM {{parents}} p
LEFT JOIN chosen c ON c.{{parent_id}} = p.{{parent_id}};

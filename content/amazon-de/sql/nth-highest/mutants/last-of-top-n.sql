-- mistake: nth-without-enough
-- lesson: The last of the top {{n}} is the {{nth}} only if there are {{n}}; with fewer this shows another one in place of NULL.
WITH ranked AS (
    SELECT {{parent_id}}, {{value}},
           {{rank}}() OVER (PARTITION BY {{parent_id}} ORDER BY {{value}}{{direction}}) AS place
    FROM {{facts}}
    WHERE {{value}} IS NOT NULL
)
SELECT p.{{parent_id}}, {{worst}}(r.{{value}}) AS {{value}}
FROM {{parents}} p
LEFT JOIN ranked r ON r.{{parent_id}} = p.{{parent_id}} AND r.place <= {{n}}
GROUP BY p.{{parent_id}};

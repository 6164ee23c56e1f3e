-- name: at most half below, at most half above
-- note: no window; a middle value has no more than half of the rows on either side
WITH known AS (
    SELECT f.{{parent_id}}, {{input}} AS {{value}}
    FROM {{facts}} f
    WHERE {{known}}
),
middle AS (
    SELECT a.{{parent_id}}, a.{{value}}
    FROM (SELECT DISTINCT {{parent_id}}, {{value}} FROM known) a
    JOIN known b ON b.{{parent_id}} = a.{{parent_id}}
    GROUP BY a.{{parent_id}}, a.{{value}}
    HAVING 2 * count(*) FILTER (WHERE b.{{value}} < a.{{value}}) <= count(*)
       AND 2 * count(*) FILTER (WHERE b.{{value}} > a.{{value}}) <= count(*)
),
medians AS (
    SELECT {{parent_id}}, {{pick}} AS median
    FROM middle
    GROUP BY {{parent_id}}
)
SELECT p.{{parent_id}}, m.median AS median_{{value}}
FROM {{parents}} p
LEFT JOIN medians m ON m.{{parent_id}} = p.{{parent_id}};

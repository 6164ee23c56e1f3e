-- name: an ordered array and its element {{n}}
-- note: PostgreSQL and DuckDB only; an element that is not there is NULL
SELECT p.{{parent_id}},
       (array_agg({{distinct}}f.{{value}} ORDER BY f.{{value}}{{direction}})
            FILTER (WHERE f.{{value}} IS NOT NULL))[{{n}}] AS {{value}}
FROM {{parents}} p
LEFT JOIN {{facts}} f ON f.{{parent_id}} = p.{{parent_id}}
GROUP BY p.{{parent_id}};

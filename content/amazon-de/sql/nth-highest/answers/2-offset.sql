-- name: a scalar subquery with LIMIT 1 OFFSET
-- note: no row in the subquery becomes NULL, which is what the contract asks for
SELECT p.{{parent_id}},
       (SELECT {{distinct}}f.{{value}}
        FROM {{facts}} f
        WHERE f.{{parent_id}} = p.{{parent_id}}
          AND f.{{value}} IS NOT NULL
        ORDER BY f.{{value}}{{direction}}
        LIMIT 1 OFFSET {{skip}}) AS {{value}}
FROM {{parents}} p;

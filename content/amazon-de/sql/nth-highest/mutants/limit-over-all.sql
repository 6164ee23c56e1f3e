-- mistake: global-limit
-- lesson: The subquery does not look at the {{parent}} of the outer row, so each gets the same number from all {{facts}}.
SELECT p.{{parent_id}},
       (SELECT {{distinct}}f.{{value}}
        FROM {{facts}} f
        WHERE f.{{value}} IS NOT NULL
        ORDER BY f.{{value}}{{direction}}
        LIMIT 1 OFFSET {{skip}}) AS {{value}}
FROM {{parents}} p;

-- name: count what is ahead, in a join
-- note: no window; fewer than {{n}} ahead, and at least {{n}} when the row's own value is counted too
WITH counted AS (
    SELECT f.{{parent_id}}, f.{{fact_id}}, f.{{value}},
           {{count_b}} FILTER (WHERE b.{{value}} {{ahead}} f.{{value}}) AS ahead,
           {{count_b}} AS ahead_or_equal
    FROM {{facts}} f
    JOIN {{facts}} b ON b.{{parent_id}} = f.{{parent_id}} AND b.{{value}} {{ahead}}= f.{{value}}
    GROUP BY f.{{parent_id}}, f.{{fact_id}}, f.{{value}}
)
SELECT p.{{parent_id}}, max(c.{{value}}) AS {{value}}
FROM {{parents}} p
LEFT JOIN counted c ON c.{{parent_id}} = p.{{parent_id}}
                   AND c.ahead < {{n}}
                   AND c.ahead_or_equal >= {{n}}
GROUP BY p.{{parent_id}};

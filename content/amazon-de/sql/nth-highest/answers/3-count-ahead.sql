-- name: count what is ahead, in a self-join
-- note: no window; fewer than {{n}} ahead, and at least {{n}} together with its equals
WITH amounts AS (
    SELECT {{parent_id}}, {{value}}, count(*) AS times
    FROM {{facts}}
    WHERE {{value}} IS NOT NULL
    GROUP BY {{parent_id}}, {{value}}
),
counted AS (
    SELECT a.{{parent_id}}, a.{{value}},
           sum(CASE WHEN b.{{value}} {{ahead}} a.{{value}} THEN {{weight}} ELSE 0 END) AS ahead,
           sum({{weight}}) AS ahead_or_equal
    FROM amounts a
    JOIN amounts b ON b.{{parent_id}} = a.{{parent_id}} AND b.{{value}} {{ahead}}= a.{{value}}
    GROUP BY a.{{parent_id}}, a.{{value}}
)
SELECT p.{{parent_id}}, c.{{value}}
FROM {{parents}} p
LEFT JOIN counted c ON c.{{parent_id}} = p.{{parent_id}}
                   AND c.ahead < {{n}}
                   AND c.ahead_or_equal >= {{n}};

-- name: a window sum over the grouped rows
-- note: the usual way; the filter comes in the outer query, after the whole is known
WITH parts AS (
    SELECT {{grp}}, {{item}}, sum({{money}}) AS part, count(*) AS n
    FROM {{table}}
    GROUP BY {{grp}}, {{item}}
),
shares AS (
    SELECT {{grp}}, {{item}}, n,
           CAST(part AS DOUBLE) / nullif(sum(part) OVER ({{over}}), 0) AS share
    FROM parts
)
SELECT {{grp}}, {{item}}, share
FROM shares
WHERE n {{at_least}} {{min}};

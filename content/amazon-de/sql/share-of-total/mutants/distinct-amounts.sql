-- mistake: sum-distinct
-- lesson: sum(DISTINCT ...) adds two equal values of {{money}} once, so parts and whole come out too small.
WITH parts AS (
    SELECT {{grp}}, {{item}}, sum(DISTINCT {{money}}) AS part, count(*) AS n
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

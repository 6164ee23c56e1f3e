-- mistake: wrong-partition
-- lesson: PARTITION BY {{grp}} restarts the whole for each {{grp}}, but here the whole is everything.
-- variants: ads
WITH parts AS (
    SELECT {{grp}}, {{item}}, sum({{money}}) AS part, count(*) AS n
    FROM {{table}}
    GROUP BY {{grp}}, {{item}}
),
shares AS (
    SELECT {{grp}}, {{item}}, n,
           CAST(part AS DOUBLE) / nullif(sum(part) OVER (PARTITION BY {{grp}}), 0) AS share
    FROM parts
)
SELECT {{grp}}, {{item}}, share
FROM shares
WHERE n {{at_least}} {{min}};

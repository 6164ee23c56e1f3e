-- mistake: wrong-partition
-- lesson: The whole is taken over all rows, so the shares of one {{grp}} shrink when another {{grp}} grows.
-- variants: shop, cloud, calls
WITH parts AS (
    SELECT {{grp}}, {{item}}, sum({{money}}) AS part, count(*) AS n
    FROM {{table}}
    GROUP BY {{grp}}, {{item}}
),
shares AS (
    SELECT {{grp}}, {{item}}, n,
           CAST(part AS DOUBLE) / nullif(sum(part) OVER (), 0) AS share
    FROM parts
)
SELECT {{grp}}, {{item}}, share
FROM shares
WHERE n {{at_least}} {{min}};

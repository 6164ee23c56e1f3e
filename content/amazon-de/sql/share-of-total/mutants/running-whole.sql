-- mistake: range-frame-default
-- lesson: ORDER BY inside the window makes the whole a running sum, so the first rows have shares that are too large.
WITH parts AS (
    SELECT {{grp}}, {{item}}, sum({{money}}) AS part, count(*) AS n
    FROM {{table}}
    GROUP BY {{grp}}, {{item}}
),
shares AS (
    SELECT {{grp}}, {{item}}, n,
           CAST(part AS DOUBLE) / nullif(sum(part) OVER ({{over}} ORDER BY {{grp}}, {{item}}), 0) AS share
    FROM parts
)
SELECT {{grp}}, {{item}}, share
FROM shares
WHERE n {{at_least}} {{min}};

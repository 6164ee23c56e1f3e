-- mistake: count-column-nulls
-- lesson: count({{item}}) is 0 for the rows without {{item}}, so that group is never shown; count(*) counts the rows.
WITH parts AS (
    SELECT {{grp}}, {{item}}, sum({{money}}) AS part, count({{item}}) AS n
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

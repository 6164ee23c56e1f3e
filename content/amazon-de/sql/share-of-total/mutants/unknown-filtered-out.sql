-- mistake: share-of-filtered-total
-- lesson: Rows without {{item}} are filtered away before the sums, so the whole is too small and their line is gone.
WITH parts AS (
    SELECT {{grp}}, {{item}}, sum({{money}}) AS part, count(*) AS n
    FROM {{table}}
    WHERE {{item}} IS NOT NULL
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

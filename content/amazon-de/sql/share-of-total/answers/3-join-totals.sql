-- name: parts and totals as two CTEs, joined
-- note: one row for each part meets one total, so nothing multiplies
WITH parts AS (
    SELECT {{grp}}, {{item}}, sum({{money}}) AS part
    FROM {{table}}
    GROUP BY {{grp}}, {{item}}
    HAVING count(*) {{at_least}} {{min}}
),
totals AS (
    {{totals}}
)
SELECT p.{{grp}}, p.{{item}},
       CASE WHEN t.whole > 0 THEN CAST(p.part AS DOUBLE) / t.whole END AS share
FROM parts p
JOIN totals t ON {{on_whole}};

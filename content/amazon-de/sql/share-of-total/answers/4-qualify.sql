-- name: sum of sums, filtered with QUALIFY
-- note: QUALIFY runs after windows, HAVING before them
SELECT {{grp}}, {{item}},
       sum({{money}}) * 1.0 / nullif(sum(sum({{money}})) OVER ({{over}}), 0) AS share
FROM {{table}}
GROUP BY {{grp}}, {{item}}
QUALIFY count(*) {{at_least}} {{min}};

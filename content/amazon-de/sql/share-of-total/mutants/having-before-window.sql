-- mistake: share-of-filtered-total
-- lesson: HAVING runs before the window, so the whole holds only the groups that are shown and the shares are too large.
SELECT {{grp}}, {{item}},
       CAST(sum({{money}}) AS DOUBLE) / nullif(sum(sum({{money}})) OVER ({{over}}), 0) AS share
FROM {{table}}
GROUP BY {{grp}}, {{item}}
HAVING count(*) {{at_least}} {{min}};

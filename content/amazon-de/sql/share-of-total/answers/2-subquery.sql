-- name: the whole in a scalar subquery
-- note: HAVING may filter here, because the subquery reads the table again
SELECT p.{{grp}}, p.{{item}},
       1.0 * sum(p.{{money}})
           / nullif((SELECT sum(w.{{money}}) FROM {{table}} w {{where_whole}}), 0) AS share
FROM {{table}} p
GROUP BY p.{{grp}}, p.{{item}}
HAVING count(*) {{at_least}} {{min}};

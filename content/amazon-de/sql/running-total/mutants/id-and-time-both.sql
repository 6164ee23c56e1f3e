-- mistake: partial-order
-- lesson: This wants both an earlier time and a smaller {{id}}, so an earlier {{row}} with a larger {{id}} is forgotten.
SELECT e.{{key}}, e.{{id}}, sum(b.{{money}}) AS running_{{total}}
FROM {{table}} e
JOIN {{table}} b ON {{in_group}} AND b.{{at}} <= e.{{at}} AND b.{{id}} <= e.{{id}}
GROUP BY e.{{key}}, e.{{id}};

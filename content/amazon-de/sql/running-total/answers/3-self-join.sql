-- name: a self-join and GROUP BY
-- note: the same as a join; grouping by the id keeps rows at equal times apart
SELECT e.{{key}}, e.{{id}}, sum(b.{{money}}) AS running_{{total}}
FROM {{table}} e
JOIN {{table}} b ON {{in_group}} AND {{up_to}}
GROUP BY e.{{key}}, e.{{id}};

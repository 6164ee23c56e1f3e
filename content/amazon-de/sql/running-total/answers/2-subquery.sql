-- name: a correlated sum
-- note: no window; reads as "everything up to this one"
SELECT e.{{key}}, e.{{id}},
       (SELECT sum(b.{{money}})
        FROM {{table}} b
        WHERE {{in_group}}
          AND {{up_to}}) AS running_{{total}}
FROM {{table}} e;

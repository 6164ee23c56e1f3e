-- name: a window sum with its frame written out
-- note: the usual way; order and frame together say what happens at equal times
SELECT e.{{key}}, e.{{id}},
       sum(e.{{money}}) OVER ({{part}}
                          ORDER BY {{order}}
                          {{frame}}) AS running_{{total}}
FROM {{table}} e;

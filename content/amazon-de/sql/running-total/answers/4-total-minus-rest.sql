-- name: the whole total minus what comes after
-- note: useful where the present total is known and one walks back from it
SELECT e.{{key}}, e.{{id}},
       sum(e.{{money}}) OVER ({{part}})
       - coalesce((SELECT sum(b.{{money}})
                   FROM {{table}} b
                   WHERE {{in_group}}
                     AND {{after}}), 0) AS running_{{total}}
FROM {{table}} e;

-- name: two scalar subqueries
-- note: Over no rows sum is NULL, which becomes 0, and avg is NULL, which stays.
SELECT g.{{gid}},
       coalesce((SELECT sum({{gross}} - coalesce({{minus}}, 0))
                 FROM {{facts}} f
                 WHERE f.{{gid}} = g.{{gid}}), 0) AS {{total}},
       (SELECT avg({{gross}} - coalesce({{minus}}, 0))
        FROM {{facts}} f
        WHERE f.{{gid}} = g.{{gid}}) AS {{mean}}
FROM {{groups}} g

-- name: LEFT JOIN and aggregate in one step
-- note: Short; check what the row that LEFT JOIN makes up adds to each aggregate.
SELECT g.{{gid}},
       coalesce(sum({{gross}} - coalesce({{minus}}, 0)), 0) AS {{total}},
       avg({{gross}} - coalesce({{minus}}, 0)){{real}} AS {{mean}}
FROM {{groups}} g
LEFT JOIN {{facts}} f ON f.{{gid}} = g.{{gid}}
GROUP BY g.{{gid}}

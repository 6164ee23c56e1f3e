-- mistake: coalesce-before-aggregate
-- lesson: COALESCE also fills the row that LEFT JOIN makes up, so a driver without shifts gets the average 0 instead of NULL.
-- variants: taxis
SELECT g.{{gid}},
       coalesce(sum(coalesce({{plus}}, 0) - coalesce({{minus}}, 0)), 0) AS {{total}},
       avg(coalesce({{plus}}, 0) - coalesce({{minus}}, 0)) AS {{mean}}
FROM {{groups}} g
LEFT JOIN {{facts}} f ON f.{{gid}} = g.{{gid}}
GROUP BY g.{{gid}}

-- mistake: right-filter-in-where
-- lesson: IS NOT NULL in WHERE also removes the row that LEFT JOIN made up, so {{groups}} without known {{plus}} disappear.
-- variants: shops, solar
SELECT g.{{gid}},
       sum(f.{{plus}} - coalesce(f.{{minus}}, 0)) AS {{total}},
       avg(f.{{plus}} - coalesce(f.{{minus}}, 0)) AS {{mean}}
FROM {{groups}} g
LEFT JOIN {{facts}} f ON f.{{gid}} = g.{{gid}}
WHERE f.{{plus}} IS NOT NULL
GROUP BY g.{{gid}}

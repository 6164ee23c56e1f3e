-- mistake: right-filter-in-where
-- lesson: WHERE holds for all three counts and for the rows that LEFT JOIN made up, so the rest of the {{items}} is in no count and {{groups}} with nothing {{finished}} are gone.
SELECT g.{{gid}},
       count(*) AS {{items}},
       count(i.{{done}}) AS {{finished}},
       count(DISTINCT {{seen}}) AS {{workers}}
FROM {{groups}} g
LEFT JOIN {{items}} i ON i.{{gid}} = g.{{gid}}
WHERE i.{{done}} IS NOT NULL
GROUP BY g.{{gid}}

-- mistake: inner-join-drops-zero
-- lesson: {{groups}} without {{items}} find no partner in an inner join and are missing instead of showing 0, 0, 0.
SELECT g.{{gid}},
       count(*) AS {{items}},
       count(i.{{done}}) AS {{finished}},
       count(DISTINCT {{seen}}) AS {{workers}}
FROM {{groups}} g
JOIN {{items}} i ON i.{{gid}} = g.{{gid}}
GROUP BY g.{{gid}}

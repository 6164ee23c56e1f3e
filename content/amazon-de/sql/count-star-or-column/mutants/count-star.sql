-- mistake: count-star-after-left
-- lesson: LEFT JOIN makes up one row for {{groups}} without {{items}}, and count(*) counts it: 1 instead of 0.
-- variants: parcels, tickets
SELECT g.{{gid}},
       count(*) AS {{items}},
       count(i.{{done}}) AS {{finished}},
       count(DISTINCT i.{{worker}}) AS {{workers}}
FROM {{groups}} g
LEFT JOIN {{items}} i ON i.{{gid}} = g.{{gid}}
GROUP BY g.{{gid}}

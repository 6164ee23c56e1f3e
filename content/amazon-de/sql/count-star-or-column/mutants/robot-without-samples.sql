-- mistake: coalesce-before-aggregate
-- lesson: COALESCE also fills the row that LEFT JOIN made up, so a laboratory without samples shows one robot.
-- variants: samples
SELECT g.{{gid}},
       count(i.{{iid}}) AS {{items}},
       count(i.{{done}}) AS {{finished}},
       count(DISTINCT coalesce(i.{{worker}}, 0)) AS {{workers}}
FROM {{groups}} g
LEFT JOIN {{items}} i ON i.{{gid}} = g.{{gid}}
GROUP BY g.{{gid}}

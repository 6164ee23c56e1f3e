-- name: LEFT JOIN, counts, plus one for the robot
-- note: The key of {{items}} tells a real NULL from the one that LEFT JOIN makes up.
-- variants: samples
SELECT g.{{gid}},
       count(i.{{iid}}) AS {{items}},
       count(i.{{done}}) AS {{finished}},
       count(DISTINCT i.{{worker}})
         + max(CASE WHEN i.{{iid}} IS NOT NULL AND i.{{worker}} IS NULL THEN 1 ELSE 0 END) AS {{workers}}
FROM {{groups}} g
LEFT JOIN {{items}} i ON i.{{gid}} = g.{{gid}}
GROUP BY g.{{gid}}

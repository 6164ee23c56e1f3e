-- mistake: count-column-nulls
-- lesson: count(DISTINCT {{worker}}) leaves out NULL, so the robot is missing from the {{workers}}.
-- variants: samples
SELECT g.{{gid}},
       count(i.{{iid}}) AS {{items}},
       count(i.{{done}}) AS {{finished}},
       count(DISTINCT i.{{worker}}) AS {{workers}}
FROM {{groups}} g
LEFT JOIN {{items}} i ON i.{{gid}} = g.{{gid}}
GROUP BY g.{{gid}}

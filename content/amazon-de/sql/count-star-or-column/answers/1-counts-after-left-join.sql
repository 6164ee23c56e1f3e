-- name: LEFT JOIN and three kinds of count
-- note: count of the key for rows, count of a column for values, count(DISTINCT ...) for different values.
-- variants: parcels, tickets
SELECT g.{{gid}},
       count(i.{{iid}}) AS {{items}},
       count(i.{{done}}) AS {{finished}},
       count(DISTINCT i.{{worker}}) AS {{workers}}
FROM {{groups}} g
LEFT JOIN {{items}} i ON i.{{gid}} = g.{{gid}}
GROUP BY g.{{gid}}

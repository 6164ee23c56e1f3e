-- name: three scalar subqueries
-- note: COUNT in a subquery gives 0, not NULL, when it finds nothing.
SELECT g.{{gid}},
       (SELECT count(*) FROM {{items}} i WHERE i.{{gid}} = g.{{gid}}) AS {{items}},
       (SELECT count(*) FROM {{items}} i WHERE i.{{gid}} = g.{{gid}} AND i.{{done}} IS NOT NULL) AS {{finished}},
       (SELECT count(DISTINCT {{seen}}) FROM {{items}} i WHERE i.{{gid}} = g.{{gid}}) AS {{workers}}
FROM {{groups}} g

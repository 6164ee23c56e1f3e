-- name: two scalar subqueries with LIMIT 1
-- note: easiest to read; a subquery without rows gives NULL
SELECT g.{{who}},
       (SELECT t.{{where_to}} FROM {{table}} t
        WHERE t.{{who}} = g.{{who}} AND {{counts}}
        ORDER BY t.{{at}}, t.{{id}}
        LIMIT 1) AS first_{{where_to}},
       (SELECT t.{{where_to}} FROM {{table}} t
        WHERE t.{{who}} = g.{{who}} AND {{counts}}
        ORDER BY t.{{at}} DESC, t.{{id}} DESC
        LIMIT 1) AS last_{{where_to}}
FROM {{goals}} g;

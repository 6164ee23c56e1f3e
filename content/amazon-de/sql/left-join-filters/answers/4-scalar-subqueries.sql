-- name: two scalar subqueries
-- note: No join, so nothing can be lost or multiplied; the conditions are written twice.
SELECT p.{{pid}},
       (SELECT count(*)
        FROM {{children}} c
        WHERE c.{{pid}} = p.{{pid}}
          AND c.{{kind}} IN ('{{kind1}}', '{{kind2}}')
          AND c.{{at}} >= DATE '{{from}}' AND c.{{at}} < DATE '{{to}}') AS {{children}},
       {{zero_from}}(SELECT sum(c.{{amount}})
        FROM {{children}} c
        WHERE c.{{pid}} = p.{{pid}}
          AND c.{{kind}} IN ('{{kind1}}', '{{kind2}}')
          AND c.{{at}} >= DATE '{{from}}' AND c.{{at}} < DATE '{{to}}'){{zero_to}} AS {{total}}
FROM {{parents}} p
WHERE p.{{place}} = '{{here}}'

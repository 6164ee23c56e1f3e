-- name: LEFT JOIN with the right table's conditions in ON
-- note: The shortest form. The conditions choose which {{children}} may match, not which {{parents}} stay.
SELECT p.{{pid}},
       count(c.{{cid}}) AS {{children}},
       {{zero_from}}sum(c.{{amount}}){{zero_to}} AS {{total}}
FROM {{parents}} p
LEFT JOIN {{children}} c
       ON c.{{pid}} = p.{{pid}}
      AND c.{{kind}} IN ('{{kind1}}', '{{kind2}}')
      AND c.{{at}} >= DATE '{{from}}'
      AND c.{{at}} < DATE '{{to}}'
WHERE p.{{place}} = '{{here}}'
GROUP BY p.{{pid}}

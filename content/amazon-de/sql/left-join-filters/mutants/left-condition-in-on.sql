-- mistake: left-filter-in-on
-- lesson: A LEFT JOIN keeps every left row whatever ON says, so {{parents}} outside '{{here}}' come back with a count of 0.
SELECT p.{{pid}},
       count(c.{{cid}}) AS {{children}},
       {{zero_from}}sum(c.{{amount}}){{zero_to}} AS {{total}}
FROM {{parents}} p
LEFT JOIN {{children}} c
       ON c.{{pid}} = p.{{pid}}
      AND p.{{place}} = '{{here}}'
      AND c.{{kind}} IN ('{{kind1}}', '{{kind2}}')
      AND c.{{at}} >= DATE '{{from}}'
      AND c.{{at}} < DATE '{{to}}'
GROUP BY p.{{pid}}

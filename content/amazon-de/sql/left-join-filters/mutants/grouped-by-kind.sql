-- mistake: group-key
-- lesson: The {{kind}} in GROUP BY makes a row for each {{kind}}, so {{parents}} with both of them appear twice.
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
GROUP BY p.{{pid}}, c.{{kind}}

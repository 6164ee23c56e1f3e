-- mistake: between-on-timestamps
-- lesson: BETWEEN with a date as its end stops at midnight on {{last}}, so everything later on that day is lost.
SELECT p.{{pid}},
       count(c.{{cid}}) AS {{children}},
       {{zero_from}}sum(c.{{amount}}){{zero_to}} AS {{total}}
FROM {{parents}} p
LEFT JOIN {{children}} c
       ON c.{{pid}} = p.{{pid}}
      AND c.{{kind}} IN ('{{kind1}}', '{{kind2}}')
      AND c.{{at}} BETWEEN DATE '{{from}}' AND DATE '{{last}}'
WHERE p.{{place}} = '{{here}}'
GROUP BY p.{{pid}}

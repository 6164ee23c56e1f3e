-- mistake: count-star-after-left
-- lesson: The row that LEFT JOIN makes up for a missing match is a row too, so count(*) says 1 where nothing was found.
SELECT p.{{pid}},
       count(*) AS {{children}},
       {{zero_from}}sum(c.{{amount}}){{zero_to}} AS {{total}}
FROM {{parents}} p
LEFT JOIN {{children}} c
       ON c.{{pid}} = p.{{pid}}
      AND c.{{kind}} IN ('{{kind1}}', '{{kind2}}')
      AND c.{{at}} >= DATE '{{from}}'
      AND c.{{at}} < DATE '{{to}}'
WHERE p.{{place}} = '{{here}}'
GROUP BY p.{{pid}}

-- mistake: month-without-year
-- lesson: Month number {{month}} exists in every year, so {{children}} of other years are counted too.
SELECT p.{{pid}},
       count(c.{{cid}}) AS {{children}},
       {{zero_from}}sum(c.{{amount}}){{zero_to}} AS {{total}}
FROM {{parents}} p
LEFT JOIN {{children}} c
       ON c.{{pid}} = p.{{pid}}
      AND c.{{kind}} IN ('{{kind1}}', '{{kind2}}')
      AND extract(month FROM c.{{at}}) = {{month}}
WHERE p.{{place}} = '{{here}}'
GROUP BY p.{{pid}}

-- mistake: open-bound
-- lesson: Without an upper bound everything after the month counts as well.
SELECT p.{{pid}},
       count(c.{{cid}}) AS {{children}},
       {{zero_from}}sum(c.{{amount}}){{zero_to}} AS {{total}}
FROM {{parents}} p
LEFT JOIN {{children}} c
       ON c.{{pid}} = p.{{pid}}
      AND c.{{kind}} IN ('{{kind1}}', '{{kind2}}')
      AND c.{{at}} >= DATE '{{from}}'
WHERE p.{{place}} = '{{here}}'
GROUP BY p.{{pid}}

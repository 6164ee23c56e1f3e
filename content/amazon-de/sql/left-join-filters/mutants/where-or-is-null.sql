-- mistake: right-filter-in-where
-- lesson: OR ... IS NULL saves only the {{parents}} without any {{children}}; those whose {{children}} all fail the conditions still disappear.
SELECT p.{{pid}},
       count(c.{{cid}}) AS {{children}},
       {{zero_from}}sum(c.{{amount}}){{zero_to}} AS {{total}}
FROM {{parents}} p
LEFT JOIN {{children}} c ON c.{{pid}} = p.{{pid}}
WHERE p.{{place}} = '{{here}}'
  AND (c.{{cid}} IS NULL
       OR (c.{{kind}} IN ('{{kind1}}', '{{kind2}}')
           AND c.{{at}} >= DATE '{{from}}'
           AND c.{{at}} < DATE '{{to}}'))
GROUP BY p.{{pid}}

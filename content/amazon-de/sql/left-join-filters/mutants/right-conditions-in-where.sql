-- mistake: right-filter-in-where
-- lesson: WHERE is tested after the join, where the columns of a missing row are NULL, so the {{parents}} with nothing found disappear.
SELECT p.{{pid}},
       count(c.{{cid}}) AS {{children}},
       {{zero_from}}sum(c.{{amount}}){{zero_to}} AS {{total}}
FROM {{parents}} p
LEFT JOIN {{children}} c ON c.{{pid}} = p.{{pid}}
WHERE p.{{place}} = '{{here}}'
  AND c.{{kind}} IN ('{{kind1}}', '{{kind2}}')
  AND c.{{at}} >= DATE '{{from}}'
  AND c.{{at}} < DATE '{{to}}'
GROUP BY p.{{pid}}

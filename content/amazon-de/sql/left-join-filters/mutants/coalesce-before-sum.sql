-- mistake: coalesce-before-aggregate
-- lesson: COALESCE turns the NULL of a missing match into 0 before the sum, so a depot without repairs looks like one whose repairs were free.
-- variants: fleet
SELECT p.{{pid}},
       count(c.{{cid}}) AS {{children}},
       sum(coalesce(c.{{amount}}, 0)) AS {{total}}
FROM {{parents}} p
LEFT JOIN {{children}} c
       ON c.{{pid}} = p.{{pid}}
      AND c.{{kind}} IN ('{{kind1}}', '{{kind2}}')
      AND c.{{at}} >= DATE '{{from}}'
      AND c.{{at}} < DATE '{{to}}'
WHERE p.{{place}} = '{{here}}'
GROUP BY p.{{pid}}

-- mistake: sum-of-nothing
-- lesson: SUM over no rows is NULL, not 0, so {{parents}} with nothing found show NULL where the contract wants 0.
-- variants: market, hotels
SELECT p.{{pid}},
       count(c.{{cid}}) AS {{children}},
       sum(c.{{amount}}) AS {{total}}
FROM {{parents}} p
LEFT JOIN {{children}} c
       ON c.{{pid}} = p.{{pid}}
      AND c.{{kind}} IN ('{{kind1}}', '{{kind2}}')
      AND c.{{at}} >= DATE '{{from}}'
      AND c.{{at}} < DATE '{{to}}'
WHERE p.{{place}} = '{{here}}'
GROUP BY p.{{pid}}

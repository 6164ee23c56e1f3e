-- name: join on the key alone, conditions in FILTER
-- note: Good when several counts with different conditions stand side by side.
SELECT {{pid}},
       count(*) FILTER (WHERE hit) AS {{children}},
       {{zero_from}}sum({{amount}}) FILTER (WHERE hit){{zero_to}} AS {{total}}
FROM (
  SELECT p.{{pid}},
         c.{{amount}},
         c.{{kind}} IN ('{{kind1}}', '{{kind2}}')
           AND c.{{at}} >= DATE '{{from}}'
           AND c.{{at}} < DATE '{{to}}' AS hit
  FROM {{parents}} p
  LEFT JOIN {{children}} c ON c.{{pid}} = p.{{pid}}
  WHERE p.{{place}} = '{{here}}'
) joined
GROUP BY {{pid}}

-- mistake: and-or-precedence
-- lesson: AND binds tighter than OR, so the period is asked only of '{{kind2}}' and '{{kind1}}' counts at any time.
WITH found AS (
  SELECT {{pid}}, count(*) AS n, sum({{amount}}) AS total
  FROM {{children}}
  WHERE {{kind}} = '{{kind1}}'
     OR {{kind}} = '{{kind2}}'
    AND {{at}} >= DATE '{{from}}'
    AND {{at}} < DATE '{{to}}'
  GROUP BY {{pid}}
)
SELECT p.{{pid}},
       coalesce(f.n, 0) AS {{children}},
       {{zero_from}}f.total{{zero_to}} AS {{total}}
FROM {{parents}} p
LEFT JOIN found f ON f.{{pid}} = p.{{pid}}
WHERE p.{{place}} = '{{here}}'

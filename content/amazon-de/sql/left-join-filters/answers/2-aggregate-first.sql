-- name: filter and aggregate first, then LEFT JOIN
-- note: Each step can be run alone, and a second one-to-many table can be added without a fan-out.
WITH found AS (
  SELECT {{pid}}, count(*) AS n, sum({{amount}}) AS total
  FROM {{children}}
  WHERE {{kind}} IN ('{{kind1}}', '{{kind2}}')
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

-- name: number the repeats of a pair, count number one
-- note: Longer, but the first row of each pair stays at hand with all its columns.
SELECT {{out1}}, {{out2}}, count(*) AS {{times}}
FROM (
  SELECT least(a.{{thing}}, b.{{thing}}) AS {{out1}},
         greatest(a.{{thing}}, b.{{thing}}) AS {{out2}},
         row_number() OVER (
           PARTITION BY o.{{unit}}, least(a.{{thing}}, b.{{thing}}), greatest(a.{{thing}}, b.{{thing}})
           ORDER BY a.{{lid}}, b.{{lid}}
         ) AS n
  FROM {{orders}} o
  JOIN {{lines}} a ON a.{{oid}} = o.{{oid}}
  JOIN {{lines}} b ON b.{{oid}} = o.{{oid}} AND a.{{lid}} < b.{{lid}} AND a.{{thing}} <> b.{{thing}}
  WHERE o.{{kind}} = '{{this}}'
) numbered
WHERE n = 1
GROUP BY {{out1}}, {{out2}}
HAVING count(*) >= {{least}}

-- name: each pair once per {{unit}}, then count(*)
-- note: The inner query has exactly the rows that are counted, so it can be looked at.
SELECT {{out1}}, {{out2}}, count(*) AS {{times}}
FROM (
  SELECT DISTINCT o.{{unit}}, a.{{thing}} AS {{out1}}, b.{{thing}} AS {{out2}}
  FROM {{lines}} a
  JOIN {{lines}} b ON b.{{oid}} = a.{{oid}} AND a.{{thing}} < b.{{thing}}
  JOIN {{orders}} o ON o.{{oid}} = a.{{oid}}
  WHERE o.{{kind}} = '{{this}}'
) pairs
GROUP BY {{out1}}, {{out2}}
HAVING count(*) >= {{least}}

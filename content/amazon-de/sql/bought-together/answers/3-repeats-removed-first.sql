-- name: remove repeats first, then pair
-- note: Repeats are gone before the join, so the join is as small as it can be.
WITH basket AS (
  SELECT DISTINCT o.{{oid}}, o.{{who}}, l.{{thing}}
  FROM {{orders}} o
  JOIN {{lines}} l ON l.{{oid}} = o.{{oid}}
  WHERE o.{{kind}} = '{{this}}'
)
SELECT a.{{thing}} AS {{out1}},
       b.{{thing}} AS {{out2}},
       count(DISTINCT a.{{unit}}) AS {{times}}
FROM basket a
JOIN basket b ON b.{{oid}} = a.{{oid}} AND b.{{thing}} > a.{{thing}}
GROUP BY a.{{thing}}, b.{{thing}}
HAVING count(DISTINCT a.{{unit}}) >= {{least}}

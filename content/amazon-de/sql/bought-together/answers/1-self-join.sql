-- name: self-join, a < b, count distinct
-- note: The usual form: "<" on the {{thing}} keeps each pair once, DISTINCT in the count takes care of repeats.
SELECT a.{{thing}} AS {{out1}},
       b.{{thing}} AS {{out2}},
       count(DISTINCT o.{{unit}}) AS {{times}}
FROM {{orders}} o
JOIN {{lines}} a ON a.{{oid}} = o.{{oid}}
JOIN {{lines}} b ON b.{{oid}} = o.{{oid}} AND a.{{thing}} < b.{{thing}}
WHERE o.{{kind}} = '{{this}}'
GROUP BY a.{{thing}}, b.{{thing}}
HAVING count(DISTINCT o.{{unit}}) >= {{least}}

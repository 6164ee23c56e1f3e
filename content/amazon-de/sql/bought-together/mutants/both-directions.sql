-- mistake: mirrored-pairs
-- lesson: "<>" finds every pair in both directions, as (a, b) and as (b, a).
SELECT a.{{thing}} AS {{out1}},
       b.{{thing}} AS {{out2}},
       count(DISTINCT o.{{unit}}) AS {{times}}
FROM {{orders}} o
JOIN {{lines}} a ON a.{{oid}} = o.{{oid}}
JOIN {{lines}} b ON b.{{oid}} = o.{{oid}} AND a.{{thing}} <> b.{{thing}}
WHERE o.{{kind}} = '{{this}}'
GROUP BY a.{{thing}}, b.{{thing}}
HAVING count(DISTINCT o.{{unit}}) >= {{least}}

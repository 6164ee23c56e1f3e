-- mistake: relation-one-way
-- lesson: Asking for the smaller {{thing}} on the earlier row loses every pair that was entered the other way round.
SELECT a.{{thing}} AS {{out1}},
       b.{{thing}} AS {{out2}},
       count(DISTINCT o.{{unit}}) AS {{times}}
FROM {{orders}} o
JOIN {{lines}} a ON a.{{oid}} = o.{{oid}}
JOIN {{lines}} b ON b.{{oid}} = o.{{oid}} AND a.{{lid}} < b.{{lid}} AND a.{{thing}} < b.{{thing}}
WHERE o.{{kind}} = '{{this}}'
GROUP BY a.{{thing}}, b.{{thing}}
HAVING count(DISTINCT o.{{unit}}) >= {{least}}

-- mistake: count-not-distinct
-- lesson: count(*) counts pairs of rows, so a {{thing}} on two rows of the same {{oid}} counts twice.
SELECT a.{{thing}} AS {{out1}},
       b.{{thing}} AS {{out2}},
       count(*) AS {{times}}
FROM {{orders}} o
JOIN {{lines}} a ON a.{{oid}} = o.{{oid}}
JOIN {{lines}} b ON b.{{oid}} = o.{{oid}} AND a.{{thing}} < b.{{thing}}
WHERE o.{{kind}} = '{{this}}'
GROUP BY a.{{thing}}, b.{{thing}}
HAVING count(*) >= {{least}}

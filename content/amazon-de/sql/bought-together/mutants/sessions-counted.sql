-- mistake: events-for-users
-- lesson: A listener with the same pair in two sessions counts twice when sessions are counted.
-- variants: radio
SELECT a.{{thing}} AS {{out1}},
       b.{{thing}} AS {{out2}},
       count(DISTINCT o.{{oid}}) AS {{times}}
FROM {{orders}} o
JOIN {{lines}} a ON a.{{oid}} = o.{{oid}}
JOIN {{lines}} b ON b.{{oid}} = o.{{oid}} AND a.{{thing}} < b.{{thing}}
WHERE o.{{kind}} = '{{this}}'
GROUP BY a.{{thing}}, b.{{thing}}
HAVING count(DISTINCT o.{{oid}}) >= {{least}}

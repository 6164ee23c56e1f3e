-- mistake: group-key
-- lesson: With {{who}} in GROUP BY each {{who}} is counted apart, so pairs that two of them share may miss the limit.
SELECT a.{{thing}} AS {{out1}},
       b.{{thing}} AS {{out2}},
       count(DISTINCT o.{{unit}}) AS {{times}}
FROM {{orders}} o
JOIN {{lines}} a ON a.{{oid}} = o.{{oid}}
JOIN {{lines}} b ON b.{{oid}} = o.{{oid}} AND a.{{thing}} < b.{{thing}}
WHERE o.{{kind}} = '{{this}}'
GROUP BY a.{{thing}}, b.{{thing}}, o.{{who}}
HAVING count(DISTINCT o.{{unit}}) >= {{least}}

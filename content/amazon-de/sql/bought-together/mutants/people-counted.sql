-- mistake: key-too-narrow
-- lesson: Two {{orders}} of the same {{who}} are two, but DISTINCT on {{who}} makes them one.
-- variants: shop, library
SELECT a.{{thing}} AS {{out1}},
       b.{{thing}} AS {{out2}},
       count(DISTINCT o.{{who}}) AS {{times}}
FROM {{orders}} o
JOIN {{lines}} a ON a.{{oid}} = o.{{oid}}
JOIN {{lines}} b ON b.{{oid}} = o.{{oid}} AND a.{{thing}} < b.{{thing}}
WHERE o.{{kind}} = '{{this}}'
GROUP BY a.{{thing}}, b.{{thing}}
HAVING count(DISTINCT o.{{who}}) >= {{least}}

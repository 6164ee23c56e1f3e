-- mistake: half-key-join
-- lesson: Two rows belong together when {{who}} and {{oid}} agree; joined on {{who}} alone, different {{orders}} are mixed.
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
JOIN basket b ON b.{{who}} = a.{{who}} AND b.{{thing}} > a.{{thing}}
GROUP BY a.{{thing}}, b.{{thing}}
HAVING count(DISTINCT a.{{unit}}) >= {{least}}

-- mistake: split-by-day
-- lesson: A {{person}} may think it over until the next day; the steps need not be on one calendar day.
SELECT count(DISTINCT v.{{who}}) AS {{c1}},
       count(DISTINCT c.{{who}}) AS {{c2}},
       count(DISTINCT p.{{who}}) AS {{c3}}
FROM {{table}} v
LEFT JOIN {{table}} c
  ON c.{{who}} = v.{{who}} AND c.{{kind}} = '{{k2}}' AND c.{{at}} {{after}} v.{{at}}
 AND CAST(c.{{at}} AS DATE) = CAST(v.{{at}} AS DATE)
LEFT JOIN {{table}} p
  ON p.{{who}} = c.{{who}} AND p.{{kind}} = '{{k3}}' AND p.{{at}} {{after}} c.{{at}}
 AND CAST(p.{{at}} AS DATE) = CAST(c.{{at}} AS DATE)
WHERE v.{{kind}} = '{{k1}}'

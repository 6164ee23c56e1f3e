-- mistake: right-filter-in-where
-- lesson: The kind of the second step in WHERE removes everybody without {{i2}}, so the first number shrinks to the second.
SELECT count(DISTINCT v.{{who}}) AS {{c1}},
       count(DISTINCT c.{{who}}) AS {{c2}},
       count(DISTINCT p.{{who}}) AS {{c3}}
FROM {{table}} v
LEFT JOIN {{table}} c
  ON c.{{who}} = v.{{who}} AND c.{{at}} {{after}} v.{{at}}
LEFT JOIN {{table}} p
  ON p.{{who}} = c.{{who}} AND p.{{kind}} = '{{k3}}' AND p.{{at}} {{after}} c.{{at}}
WHERE v.{{kind}} = '{{k1}}'
  AND c.{{kind}} = '{{k2}}'

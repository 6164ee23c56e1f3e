-- mistake: half-key-join
-- lesson: The last step is joined to the first one, so {{people}} who never had {{i2}} count as well.
SELECT count(DISTINCT v.{{who}}) AS {{c1}},
       count(DISTINCT c.{{who}}) AS {{c2}},
       count(DISTINCT p.{{who}}) AS {{c3}}
FROM {{table}} v
LEFT JOIN {{table}} c
  ON c.{{who}} = v.{{who}} AND c.{{kind}} = '{{k2}}' AND c.{{at}} {{after}} v.{{at}}
LEFT JOIN {{table}} p
  ON p.{{who}} = v.{{who}} AND p.{{kind}} = '{{k3}}' AND p.{{at}} {{after}} v.{{at}}
WHERE v.{{kind}} = '{{k1}}'

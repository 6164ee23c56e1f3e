-- name: LEFT JOIN of the later steps, distinct {{people}} counted
-- note: one statement; dear where one {{person}} has many rows of each step
SELECT count(DISTINCT v.{{who}}) AS {{c1}},
       count(DISTINCT c.{{who}}) AS {{c2}},
       count(DISTINCT p.{{who}}) AS {{c3}}
FROM {{table}} v
LEFT JOIN {{table}} c
  ON c.{{who}} = v.{{who}} AND c.{{kind}} = '{{k2}}' AND c.{{at}} {{after}} v.{{at}}
LEFT JOIN {{table}} p
  ON p.{{who}} = c.{{who}} AND p.{{kind}} = '{{k3}}' AND p.{{at}} {{after}} c.{{at}}
WHERE v.{{kind}} = '{{k1}}'

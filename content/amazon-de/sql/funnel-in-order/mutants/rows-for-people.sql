-- mistake: count-not-distinct
-- lesson: Joined rows are counted, not {{people}}: {{i1}} seen twice before the {{n2}} makes two.
SELECT count(v.{{who}}) AS {{c1}},
       count(c.{{who}}) AS {{c2}},
       count(p.{{who}}) AS {{c3}}
FROM {{table}} v
LEFT JOIN {{table}} c
  ON c.{{who}} = v.{{who}} AND c.{{kind}} = '{{k2}}' AND c.{{at}} {{after}} v.{{at}}
LEFT JOIN {{table}} p
  ON p.{{who}} = c.{{who}} AND p.{{kind}} = '{{k3}}' AND p.{{at}} {{after}} c.{{at}}
WHERE v.{{kind}} = '{{k1}}'

-- mistake: inner-join-drops-zero
-- lesson: Inner joins keep only those who went all the way, so the three numbers are the same.
SELECT count(DISTINCT v.{{who}}) AS {{c1}},
       count(DISTINCT c.{{who}}) AS {{c2}},
       count(DISTINCT p.{{who}}) AS {{c3}}
FROM {{table}} v
JOIN {{table}} c
  ON c.{{who}} = v.{{who}} AND c.{{kind}} = '{{k2}}' AND c.{{at}} {{after}} v.{{at}}
JOIN {{table}} p
  ON p.{{who}} = c.{{who}} AND p.{{kind}} = '{{k3}}' AND p.{{at}} {{after}} c.{{at}}
WHERE v.{{kind}} = '{{k1}}'

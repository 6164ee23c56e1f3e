-- mistake: count-case-else-zero
-- lesson: count() counts the zeros as well, so whoever did the first step counts in all three.
WITH viewers AS (
  SELECT {{who}}, min({{at}}) AS at_1
  FROM {{table}}
  WHERE {{kind}} = '{{k1}}'
  GROUP BY {{who}}
),
flagged AS (
  SELECT v.{{who}},
         EXISTS (SELECT 1 FROM {{table}} c
                 WHERE c.{{who}} = v.{{who}} AND c.{{kind}} = '{{k2}}'
                   AND c.{{at}} {{after}} v.at_1) AS has_2,
         EXISTS (SELECT 1
                 FROM {{table}} c
                 JOIN {{table}} p ON p.{{who}} = c.{{who}} AND p.{{at}} {{after}} c.{{at}}
                 WHERE c.{{who}} = v.{{who}} AND c.{{kind}} = '{{k2}}' AND p.{{kind}} = '{{k3}}'
                   AND c.{{at}} {{after}} v.at_1) AS has_3
  FROM viewers v
)
SELECT count(*) AS {{c1}},
       count(CASE WHEN has_2 THEN 1 ELSE 0 END) AS {{c2}},
       count(CASE WHEN has_3 THEN 1 ELSE 0 END) AS {{c3}}
FROM flagged

-- mistake: wrong-direction
-- lesson: {{I1}} again after everything is done makes the last {{n1}} the latest of all, and the {{person}} who went through is lost.
WITH times AS (
  SELECT {{who}},
         max(CASE WHEN {{kind}} = '{{k1}}' THEN {{at}} END) AS at_1,
         max(CASE WHEN {{kind}} = '{{k2}}' THEN {{at}} END) AS at_2,
         max(CASE WHEN {{kind}} = '{{k3}}' THEN {{at}} END) AS at_3
  FROM {{table}}
  GROUP BY {{who}}
)
SELECT count(at_1) AS {{c1}},
       count(CASE WHEN at_2 {{after}} at_1 THEN 1 END) AS {{c2}},
       count(CASE WHEN at_2 {{after}} at_1 AND at_3 {{after}} at_2 THEN 1 END) AS {{c3}}
FROM times

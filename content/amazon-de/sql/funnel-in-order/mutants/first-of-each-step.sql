-- mistake: maxima-mixed
-- lesson: The first {{n2}} of all may come before the first {{n1}}; a later one, which would count, is never looked at.
WITH times AS (
  SELECT {{who}},
         min(CASE WHEN {{kind}} = '{{k1}}' THEN {{at}} END) AS at_1,
         min(CASE WHEN {{kind}} = '{{k2}}' THEN {{at}} END) AS at_2,
         min(CASE WHEN {{kind}} = '{{k3}}' THEN {{at}} END) AS at_3
  FROM {{table}}
  GROUP BY {{who}}
)
SELECT count(at_1) AS {{c1}},
       count(CASE WHEN at_2 {{after}} at_1 THEN 1 END) AS {{c2}},
       count(CASE WHEN at_2 {{after}} at_1 AND at_3 {{after}} at_2 THEN 1 END) AS {{c3}}
FROM times

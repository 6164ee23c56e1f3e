-- name: each step's earliest time as a window minimum
-- note: no join at all
WITH with_1 AS (
  SELECT {{who}}, {{kind}}, {{at}},
         min(CASE WHEN {{kind}} = '{{k1}}' THEN {{at}} END) OVER (PARTITION BY {{who}}) AS at_1
  FROM {{table}}
),
with_2 AS (
  SELECT {{who}}, {{kind}}, {{at}}, at_1,
         min(CASE WHEN {{kind}} = '{{k2}}' AND {{at}} {{after}} at_1 THEN {{at}} END)
           OVER (PARTITION BY {{who}}) AS at_2
  FROM with_1
)
SELECT count(DISTINCT CASE WHEN at_1 IS NOT NULL THEN {{who}} END) AS {{c1}},
       count(DISTINCT CASE WHEN at_2 IS NOT NULL THEN {{who}} END) AS {{c2}},
       count(DISTINCT CASE WHEN {{kind}} = '{{k3}}' AND {{at}} {{after}} at_2 THEN {{who}} END) AS {{c3}}
FROM with_2

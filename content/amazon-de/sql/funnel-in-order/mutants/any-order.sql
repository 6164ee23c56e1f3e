-- mistake: all-of-by-count
-- lesson: Having all three kinds says nothing about their order; {{i3}} before the {{n1}} counts here.
WITH kinds AS (
  SELECT {{who}},
         max(CASE WHEN {{kind}} = '{{k1}}' THEN 1 ELSE 0 END) AS has_1,
         max(CASE WHEN {{kind}} = '{{k2}}' THEN 1 ELSE 0 END) AS has_2,
         max(CASE WHEN {{kind}} = '{{k3}}' THEN 1 ELSE 0 END) AS has_3
  FROM {{table}}
  GROUP BY {{who}}
)
SELECT count(CASE WHEN has_1 = 1 THEN 1 END) AS {{c1}},
       count(CASE WHEN has_1 + has_2 = 2 THEN 1 END) AS {{c2}},
       count(CASE WHEN has_1 + has_2 + has_3 = 3 THEN 1 END) AS {{c3}}
FROM kinds

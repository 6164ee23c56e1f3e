-- mistake: sum-of-nothing
-- lesson: sum() over no rows is NULL, so where nobody made the first step the row holds NULL and not 0.
WITH first_views AS (
  SELECT {{who}}, min({{at}}) AS at_1
  FROM {{table}}
  WHERE {{kind}} = '{{k1}}'
  GROUP BY {{who}}
),
first_carts AS (
  SELECT v.{{who}}, min(e.{{at}}) AS at_2
  FROM first_views v
  JOIN {{table}} e ON e.{{who}} = v.{{who}} AND e.{{kind}} = '{{k2}}' AND e.{{at}} {{after}} v.at_1
  GROUP BY v.{{who}}
),
first_buys AS (
  SELECT c.{{who}}, min(e.{{at}}) AS at_3
  FROM first_carts c
  JOIN {{table}} e ON e.{{who}} = c.{{who}} AND e.{{kind}} = '{{k3}}' AND e.{{at}} {{after}} c.at_2
  GROUP BY c.{{who}}
)
SELECT sum(CASE WHEN v.{{who}} IS NOT NULL THEN 1 ELSE 0 END) AS {{c1}},
       sum(CASE WHEN c.{{who}} IS NOT NULL THEN 1 ELSE 0 END) AS {{c2}},
       sum(CASE WHEN p.{{who}} IS NOT NULL THEN 1 ELSE 0 END) AS {{c3}}
FROM first_views v
LEFT JOIN first_carts c ON c.{{who}} = v.{{who}}
LEFT JOIN first_buys p ON p.{{who}} = v.{{who}}

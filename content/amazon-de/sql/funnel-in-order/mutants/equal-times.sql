-- mistake: equal-timestamps
-- lesson: {{equal_lesson}}
WITH first_views AS (
  SELECT {{who}}, min({{at}}) AS at_1
  FROM {{table}}
  WHERE {{kind}} = '{{k1}}'
  GROUP BY {{who}}
),
first_carts AS (
  SELECT v.{{who}}, min(e.{{at}}) AS at_2
  FROM first_views v
  JOIN {{table}} e ON e.{{who}} = v.{{who}} AND e.{{kind}} = '{{k2}}' AND e.{{at}} {{not_after}} v.at_1
  GROUP BY v.{{who}}
),
first_buys AS (
  SELECT c.{{who}}, min(e.{{at}}) AS at_3
  FROM first_carts c
  JOIN {{table}} e ON e.{{who}} = c.{{who}} AND e.{{kind}} = '{{k3}}' AND e.{{at}} {{not_after}} c.at_2
  GROUP BY c.{{who}}
)
SELECT (SELECT count(*) FROM first_views) AS {{c1}},
       (SELECT count(*) FROM first_carts) AS {{c2}},
       (SELECT count(*) FROM first_buys) AS {{c3}}

-- mistake: adjacent-overlap-only
-- lesson: Other rows may stand in between; the very next row need not be the next step.
WITH stepped AS (
  SELECT {{who}}, {{kind}}, {{at}},
         lead({{kind}}) OVER (PARTITION BY {{who}} ORDER BY {{at}}, {{id}}) AS kind_2,
         lead({{at}}) OVER (PARTITION BY {{who}} ORDER BY {{at}}, {{id}}) AS at_2,
         lead({{kind}}, 2) OVER (PARTITION BY {{who}} ORDER BY {{at}}, {{id}}) AS kind_3,
         lead({{at}}, 2) OVER (PARTITION BY {{who}} ORDER BY {{at}}, {{id}}) AS at_3
  FROM {{table}}
)
SELECT count(DISTINCT {{who}}) AS {{c1}},
       count(DISTINCT CASE WHEN kind_2 = '{{k2}}' AND at_2 {{after}} {{at}} THEN {{who}} END) AS {{c2}},
       count(DISTINCT CASE WHEN kind_2 = '{{k2}}' AND at_2 {{after}} {{at}}
                            AND kind_3 = '{{k3}}' AND at_3 {{after}} at_2 THEN {{who}} END) AS {{c3}}
FROM stepped
WHERE {{kind}} = '{{k1}}'

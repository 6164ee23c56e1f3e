-- mistake: integer-division
-- lesson: Both counts are integers, so 1 of 2 retained gives a rate of 0.
WITH firsts AS (
  SELECT {{who}}, min(CAST({{at}} AS DATE)) AS first_day
  FROM {{table}}
  GROUP BY {{who}}
)
SELECT CAST(date_trunc('{{grain}}', f.first_day) AS DATE) AS {{cohort}},
       count(DISTINCT f.{{who}}) AS {{people}},
       count(DISTINCT t.{{who}}) AS retained,
       count(DISTINCT t.{{who}}) / count(DISTINCT f.{{who}}) AS rate
FROM firsts f
LEFT JOIN {{table}} t
  ON t.{{who}} = f.{{who}}
 AND CAST(t.{{at}} AS DATE) BETWEEN f.first_day + {{lo}} AND f.first_day + {{hi}}
WHERE f.first_day >= DATE '{{since}}'
  AND f.first_day < DATE '{{until}}'
GROUP BY 1

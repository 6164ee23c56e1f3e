-- name: first day per person, LEFT JOIN to the window
-- note: the LEFT JOIN keeps those who did not come back, so the denominator is the whole cohort
WITH firsts AS (
  SELECT {{who}}, min(CAST({{at}} AS DATE)) AS first_day
  FROM {{table}}
  GROUP BY {{who}}
)
SELECT CAST(date_trunc('{{grain}}', f.first_day) AS DATE) AS {{cohort}},
       count(DISTINCT f.{{who}}) AS {{people}},
       count(DISTINCT t.{{who}}) AS retained,
       1.0 * count(DISTINCT t.{{who}}) / count(DISTINCT f.{{who}}) AS rate
FROM firsts f
LEFT JOIN {{table}} t
  ON t.{{who}} = f.{{who}}
 AND CAST(t.{{at}} AS DATE) BETWEEN f.first_day + {{lo}} AND f.first_day + {{hi}}
WHERE f.first_day >= DATE '{{since}}'
  AND f.first_day < DATE '{{until}}'
GROUP BY 1

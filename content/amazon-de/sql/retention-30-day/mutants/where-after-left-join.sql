-- mistake: right-filter-in-where
-- lesson: The window in WHERE removes everybody without a {{act}} in it, so each cohort shrinks to those who came back and the rate is 1.
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
LEFT JOIN {{table}} t ON t.{{who}} = f.{{who}}
WHERE f.first_day >= DATE '{{since}}'
  AND f.first_day < DATE '{{until}}'
  AND CAST(t.{{at}} AS DATE) BETWEEN f.first_day + {{lo}} AND f.first_day + {{hi}}
GROUP BY 1

-- mistake: between-on-timestamps
-- lesson: A date compared with a timestamp means midnight, so {{acts}} after 00:00 on day 30 fall outside BETWEEN.
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
 AND t.{{at}} BETWEEN f.first_day + {{lo}} AND f.first_day + {{hi}}
WHERE f.first_day >= DATE '{{since}}'
  AND f.first_day < DATE '{{until}}'
GROUP BY 1

-- mistake: day-n-as-any-later
-- lesson: Without an upper edge {{people}} who come back on day 31 or a year later count as retained.
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
 AND CAST(t.{{at}} AS DATE) >= f.first_day + {{lo}}
WHERE f.first_day >= DATE '{{since}}'
  AND f.first_day < DATE '{{until}}'
GROUP BY 1

-- name: first day as a window minimum, then a filtered count
-- note: one pass over the table and no join
WITH dated AS (
  SELECT {{who}},
         CAST({{at}} AS DATE) AS day,
         min(CAST({{at}} AS DATE)) OVER (PARTITION BY {{who}}) AS first_day
  FROM {{table}}
),
cohorts AS (
  SELECT CAST(date_trunc('{{grain}}', first_day) AS DATE) AS {{cohort}},
         count(DISTINCT {{who}}) AS {{people}},
         count(DISTINCT CASE WHEN day BETWEEN first_day + {{lo}} AND first_day + {{hi}}
                             THEN {{who}} END) AS retained
  FROM dated
  WHERE first_day >= DATE '{{since}}'
    AND first_day < DATE '{{until}}'
  GROUP BY 1
)
SELECT {{cohort}}, {{people}}, retained,
       CAST(retained AS DOUBLE) / {{people}} AS rate
FROM cohorts

-- name: EXISTS gives each person a flag, avg() of the flag is the rate
WITH firsts AS (
  SELECT {{who}}, min(CAST({{at}} AS DATE)) AS first_day
  FROM {{table}}
  GROUP BY {{who}}
),
flagged AS (
  SELECT f.first_day,
         CASE WHEN EXISTS (
                SELECT 1
                FROM {{table}} t
                WHERE t.{{who}} = f.{{who}}
                  AND t.{{at}} >= f.first_day + INTERVAL '{{lo}} days'
                  AND t.{{at}} < f.first_day + INTERVAL '{{hi}} days' + INTERVAL '1 day')
              THEN 1 ELSE 0 END AS came_back
  FROM firsts f
  WHERE f.first_day >= DATE '{{since}}'
    AND f.first_day < DATE '{{until}}'
)
SELECT CAST(date_trunc('{{grain}}', first_day) AS DATE) AS {{cohort}},
       count(*) AS {{people}},
       sum(came_back) AS retained,
       avg(CAST(came_back AS DOUBLE)) AS rate
FROM flagged
GROUP BY 1

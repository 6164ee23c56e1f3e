-- mistake: count-case-else-zero
-- lesson: count() counts every value that is not NULL, and 0 is a value, so whoever did not come back is counted as retained.
WITH firsts AS (
  SELECT {{who}}, min(CAST({{at}} AS DATE)) AS first_day
  FROM {{table}}
  GROUP BY {{who}}
),
flagged AS (
  SELECT f.{{who}}, f.first_day,
         max(CASE WHEN CAST(t.{{at}} AS DATE) BETWEEN f.first_day + {{lo}} AND f.first_day + {{hi}}
                  THEN 1 ELSE 0 END) AS came_back
  FROM firsts f
  JOIN {{table}} t ON t.{{who}} = f.{{who}}
  GROUP BY f.{{who}}, f.first_day
)
SELECT CAST(date_trunc('{{grain}}', first_day) AS DATE) AS {{cohort}},
       count(*) AS {{people}},
       count(CASE WHEN came_back = 1 THEN 1 ELSE 0 END) AS retained,
       1.0 * count(CASE WHEN came_back = 1 THEN 1 ELSE 0 END) / count(*) AS rate
FROM flagged
WHERE first_day >= DATE '{{since}}'
  AND first_day < DATE '{{until}}'
GROUP BY 1

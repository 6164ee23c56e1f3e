-- mistake: events-for-users
-- lesson: count() of the joined {{acts}} counts one person once per {{act}} in the window, so the rate can exceed 1.
WITH firsts AS (
  SELECT {{who}}, min(CAST({{at}} AS DATE)) AS first_day
  FROM {{table}}
  GROUP BY {{who}}
)
SELECT CAST(date_trunc('{{grain}}', f.first_day) AS DATE) AS {{cohort}},
       count(DISTINCT f.{{who}}) AS {{people}},
       count(t.{{who}}) AS retained,
       1.0 * count(t.{{who}}) / count(DISTINCT f.{{who}}) AS rate
FROM firsts f
LEFT JOIN {{table}} t
  ON t.{{who}} = f.{{who}}
 AND CAST(t.{{at}} AS DATE) BETWEEN f.first_day + {{lo}} AND f.first_day + {{hi}}
WHERE f.first_day >= DATE '{{since}}'
  AND f.first_day < DATE '{{until}}'
GROUP BY 1

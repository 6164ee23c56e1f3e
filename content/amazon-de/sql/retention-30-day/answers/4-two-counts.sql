-- name: two separate counts, joined on the cohort
-- note: easy to test piece by piece; coalesce() is what the empty cohort needs
WITH firsts AS (
  SELECT {{who}},
         min(CAST({{at}} AS DATE)) AS first_day
  FROM {{table}}
  GROUP BY {{who}}
  HAVING min({{at}}) >= TIMESTAMP '{{since}}' AND min({{at}}) < TIMESTAMP '{{until}}'
),
sizes AS (
  SELECT CAST(date_trunc('{{grain}}', first_day) AS DATE) AS {{cohort}}, count(*) AS {{people}}
  FROM firsts
  GROUP BY 1
),
returns AS (
  SELECT CAST(date_trunc('{{grain}}', f.first_day) AS DATE) AS {{cohort}},
         count(DISTINCT f.{{who}}) AS retained
  FROM firsts f
  JOIN {{table}} t ON t.{{who}} = f.{{who}}
  WHERE date_diff('day', f.first_day, CAST(t.{{at}} AS DATE)) BETWEEN {{lo}} AND {{hi}}
  GROUP BY 1
)
SELECT s.{{cohort}}, s.{{people}},
       coalesce(r.retained, 0) AS retained,
       coalesce(r.retained, 0) * 1.0 / s.{{people}} AS rate
FROM sizes s
LEFT JOIN returns r ON r.{{cohort}} = s.{{cohort}}

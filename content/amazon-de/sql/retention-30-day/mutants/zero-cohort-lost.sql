-- mistake: zero-cohort-lost
-- lesson: The inner join between sizes and returns drops every cohort from which nobody came back, the one that matters most.
WITH firsts AS (
  SELECT {{who}}, min(CAST({{at}} AS DATE)) AS first_day
  FROM {{table}}
  GROUP BY {{who}}
),
sizes AS (
  SELECT CAST(date_trunc('{{grain}}', first_day) AS DATE) AS {{cohort}}, count(*) AS {{people}}
  FROM firsts
  WHERE first_day >= DATE '{{since}}' AND first_day < DATE '{{until}}'
  GROUP BY 1
),
returns AS (
  SELECT CAST(date_trunc('{{grain}}', f.first_day) AS DATE) AS {{cohort}},
         count(DISTINCT f.{{who}}) AS retained
  FROM firsts f
  JOIN {{table}} t ON t.{{who}} = f.{{who}}
  WHERE CAST(t.{{at}} AS DATE) BETWEEN f.first_day + {{lo}} AND f.first_day + {{hi}}
  GROUP BY 1
)
SELECT s.{{cohort}}, s.{{people}}, r.retained,
       1.0 * r.retained / s.{{people}} AS rate
FROM sizes s
JOIN returns r ON r.{{cohort}} = s.{{cohort}}

-- mistake: zero-cohort-lost
-- lesson: The inner join with the cohorts that have a return drops each cohort from which nobody came back.
WITH sizes AS (
  SELECT CAST(date_trunc('{{grain}}', {{joined}}) AS DATE) AS {{cohort}}, count(*) AS {{people}}
  FROM {{base}}
  WHERE {{joined}} >= DATE '{{since}}' AND {{joined}} < DATE '{{until}}'
  GROUP BY 1
),
returns AS (
  SELECT CAST(date_trunc('{{grain}}', p.{{joined}}) AS DATE) AS {{cohort}},
         count(DISTINCT p.{{who}}) AS returned
  FROM {{base}} p
  JOIN {{table}} t
    ON t.{{who}} = p.{{who}}
   AND t.{{day}} BETWEEN p.{{joined}} + 1 AND p.{{joined}} + {{last}}
  GROUP BY 1
)
SELECT s.{{cohort}}, s.{{people}}, r.returned, 1.0 * r.returned / s.{{people}} AS rate
FROM sizes s
JOIN returns r ON r.{{cohort}} = s.{{cohort}}

-- name: repeats removed first, window count over the cohort
WITH returners AS (
  SELECT DISTINCT p.{{who}}
  FROM {{base}} p
  JOIN {{table}} t ON t.{{who}} = p.{{who}}
  WHERE t.{{day}} - p.{{joined}} BETWEEN 1 AND {{last}}
),
marked AS (
  SELECT CAST(date_trunc('{{grain}}', p.{{joined}}) AS DATE) AS {{cohort}},
         count(*) OVER (PARTITION BY date_trunc('{{grain}}', p.{{joined}})) AS {{people}},
         count(r.{{who}}) OVER (PARTITION BY date_trunc('{{grain}}', p.{{joined}})) AS returned
  FROM {{base}} p
  LEFT JOIN returners r ON r.{{who}} = p.{{who}}
  WHERE p.{{joined}} >= DATE '{{since}}'
    AND p.{{joined}} < DATE '{{until}}'
)
SELECT DISTINCT {{cohort}}, {{people}}, returned, returned * 1.0 / {{people}} AS rate
FROM marked

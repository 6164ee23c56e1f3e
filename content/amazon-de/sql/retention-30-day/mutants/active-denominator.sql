-- mistake: active-denominator
-- lesson: The {{grain}}'s active {{people}} include those who started earlier, so somebody from an older cohort inflates the denominator of this one.
WITH firsts AS (
  SELECT {{who}}, min(CAST({{at}} AS DATE)) AS first_day
  FROM {{table}}
  GROUP BY {{who}}
),
active AS (
  SELECT CAST(date_trunc('{{grain}}', {{at}}) AS DATE) AS {{cohort}},
         count(DISTINCT {{who}}) AS {{people}}
  FROM {{table}}
  GROUP BY 1
)
SELECT a.{{cohort}}, a.{{people}},
       count(DISTINCT t.{{who}}) AS retained,
       1.0 * count(DISTINCT t.{{who}}) / a.{{people}} AS rate
FROM firsts f
JOIN active a ON a.{{cohort}} = CAST(date_trunc('{{grain}}', f.first_day) AS DATE)
LEFT JOIN {{table}} t
  ON t.{{who}} = f.{{who}}
 AND CAST(t.{{at}} AS DATE) BETWEEN f.first_day + {{lo}} AND f.first_day + {{hi}}
WHERE f.first_day >= DATE '{{since}}'
  AND f.first_day < DATE '{{until}}'
GROUP BY a.{{cohort}}, a.{{people}}

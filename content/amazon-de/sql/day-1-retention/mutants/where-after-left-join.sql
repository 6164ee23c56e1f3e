-- mistake: right-filter-in-where
-- lesson: The day in WHERE removes everybody who did not return, so the rate is 1 and empty cohorts disappear.
SELECT CAST(date_trunc('{{grain}}', p.{{joined}}) AS DATE) AS {{cohort}},
       count(DISTINCT p.{{who}}) AS {{people}},
       count(DISTINCT t.{{who}}) AS returned,
       1.0 * count(DISTINCT t.{{who}}) / count(DISTINCT p.{{who}}) AS rate
FROM {{base}} p
LEFT JOIN {{table}} t ON t.{{who}} = p.{{who}}
WHERE p.{{joined}} >= DATE '{{since}}'
  AND p.{{joined}} < DATE '{{until}}'
  AND t.{{day}} BETWEEN p.{{joined}} + 1 AND p.{{joined}} + {{last}}
GROUP BY 1

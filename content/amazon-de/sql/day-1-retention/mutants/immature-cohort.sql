-- mistake: immature-cohort
-- lesson: {{table}} ends on {{end_text}}, so whoever starts after {{until_text}} has not had the time to return and lowers the rate.
SELECT CAST(date_trunc('{{grain}}', p.{{joined}}) AS DATE) AS {{cohort}},
       count(DISTINCT p.{{who}}) AS {{people}},
       count(DISTINCT t.{{who}}) AS returned,
       1.0 * count(DISTINCT t.{{who}}) / count(DISTINCT p.{{who}}) AS rate
FROM {{base}} p
LEFT JOIN {{table}} t
  ON t.{{who}} = p.{{who}}
 AND t.{{day}} BETWEEN p.{{joined}} + 1 AND p.{{joined}} + {{last}}
WHERE p.{{joined}} >= DATE '{{since}}'
GROUP BY 1

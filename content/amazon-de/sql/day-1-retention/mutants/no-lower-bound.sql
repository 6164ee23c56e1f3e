-- mistake: open-bound
-- lesson: Without a lower bound the cohorts before {{since_text}} are reported too.
SELECT CAST(date_trunc('{{grain}}', p.{{joined}}) AS DATE) AS {{cohort}},
       count(DISTINCT p.{{who}}) AS {{people}},
       count(DISTINCT t.{{who}}) AS returned,
       1.0 * count(DISTINCT t.{{who}}) / count(DISTINCT p.{{who}}) AS rate
FROM {{base}} p
LEFT JOIN {{table}} t
  ON t.{{who}} = p.{{who}}
 AND t.{{day}} BETWEEN p.{{joined}} + 1 AND p.{{joined}} + {{last}}
WHERE p.{{joined}} < DATE '{{until}}'
GROUP BY 1

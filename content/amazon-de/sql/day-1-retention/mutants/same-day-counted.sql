-- mistake: same-day-counted
-- lesson: The window begins on the day of {{joined}} itself, so everybody who was active at once counts as returned.
SELECT CAST(date_trunc('{{grain}}', p.{{joined}}) AS DATE) AS {{cohort}},
       count(DISTINCT p.{{who}}) AS {{people}},
       count(DISTINCT t.{{who}}) AS returned,
       1.0 * count(DISTINCT t.{{who}}) / count(DISTINCT p.{{who}}) AS rate
FROM {{base}} p
LEFT JOIN {{table}} t
  ON t.{{who}} = p.{{who}}
 AND t.{{day}} BETWEEN p.{{joined}} AND p.{{joined}} + {{last}}
WHERE p.{{joined}} >= DATE '{{since}}'
  AND p.{{joined}} < DATE '{{until}}'
GROUP BY 1

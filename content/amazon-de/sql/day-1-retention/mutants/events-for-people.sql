-- mistake: events-for-users
-- lesson: count(t.{{who}}) counts joined rows, so one {{person}} with two rows on day 1 counts as two who returned.
SELECT CAST(date_trunc('{{grain}}', p.{{joined}}) AS DATE) AS {{cohort}},
       count(DISTINCT p.{{who}}) AS {{people}},
       count(t.{{who}}) AS returned,
       1.0 * count(t.{{who}}) / count(DISTINCT p.{{who}}) AS rate
FROM {{base}} p
LEFT JOIN {{table}} t
  ON t.{{who}} = p.{{who}}
 AND t.{{day}} BETWEEN p.{{joined}} + 1 AND p.{{joined}} + {{last}}
WHERE p.{{joined}} >= DATE '{{since}}'
  AND p.{{joined}} < DATE '{{until}}'
GROUP BY 1

-- mistake: left-filter-in-on
-- lesson: A condition on {{base}} in the ON clause of a LEFT JOIN removes no {{person}}, so cohorts outside the range appear with a rate of 0.
SELECT CAST(date_trunc('{{grain}}', p.{{joined}}) AS DATE) AS {{cohort}},
       count(DISTINCT p.{{who}}) AS {{people}},
       count(DISTINCT t.{{who}}) AS returned,
       1.0 * count(DISTINCT t.{{who}}) / count(DISTINCT p.{{who}}) AS rate
FROM {{base}} p
LEFT JOIN {{table}} t
  ON t.{{who}} = p.{{who}}
 AND t.{{day}} BETWEEN p.{{joined}} + 1 AND p.{{joined}} + {{last}}
 AND p.{{joined}} >= DATE '{{since}}'
 AND p.{{joined}} < DATE '{{until}}'
GROUP BY 1

-- mistake: day-n-as-any-later
-- lesson: Any later day counts here, so somebody who comes back only after a week is taken for an early return.
SELECT CAST(date_trunc('{{grain}}', p.{{joined}}) AS DATE) AS {{cohort}},
       count(DISTINCT p.{{who}}) AS {{people}},
       count(DISTINCT t.{{who}}) AS returned,
       1.0 * count(DISTINCT t.{{who}}) / count(DISTINCT p.{{who}}) AS rate
FROM {{base}} p
LEFT JOIN {{table}} t
  ON t.{{who}} = p.{{who}}
 AND t.{{day}} > p.{{joined}}
WHERE p.{{joined}} >= DATE '{{since}}'
  AND p.{{joined}} < DATE '{{until}}'
GROUP BY 1

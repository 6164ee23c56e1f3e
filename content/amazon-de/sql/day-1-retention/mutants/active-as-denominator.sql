-- mistake: active-denominator
-- lesson: Only {{people}} with a row in {{table}} are counted here; those who were never seen again belong to the denominator too.
SELECT CAST(date_trunc('{{grain}}', p.{{joined}}) AS DATE) AS {{cohort}},
       count(DISTINCT p.{{who}}) AS {{people}},
       count(DISTINCT CASE WHEN t.{{day}} BETWEEN p.{{joined}} + 1 AND p.{{joined}} + {{last}}
                           THEN p.{{who}} END) AS returned,
       1.0 * count(DISTINCT CASE WHEN t.{{day}} BETWEEN p.{{joined}} + 1 AND p.{{joined}} + {{last}}
                                 THEN p.{{who}} END) / count(DISTINCT p.{{who}}) AS rate
FROM {{base}} p
JOIN {{table}} t ON t.{{who}} = p.{{who}}
WHERE p.{{joined}} >= DATE '{{since}}'
  AND p.{{joined}} < DATE '{{until}}'
GROUP BY 1

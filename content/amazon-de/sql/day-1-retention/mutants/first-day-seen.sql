-- mistake: keeps-first
-- lesson: The first day in {{table}} is often the starting day itself, and then an early return right after it is never looked at.
WITH first_seen AS (
  SELECT {{who}}, min({{day}}) AS first_day
  FROM {{table}}
  GROUP BY {{who}}
)
SELECT CAST(date_trunc('{{grain}}', p.{{joined}}) AS DATE) AS {{cohort}},
       count(*) AS {{people}},
       count(f.{{who}}) AS returned,
       1.0 * count(f.{{who}}) / count(*) AS rate
FROM {{base}} p
LEFT JOIN first_seen f
  ON f.{{who}} = p.{{who}}
 AND f.first_day BETWEEN p.{{joined}} + 1 AND p.{{joined}} + {{last}}
WHERE p.{{joined}} >= DATE '{{since}}'
  AND p.{{joined}} < DATE '{{until}}'
GROUP BY 1

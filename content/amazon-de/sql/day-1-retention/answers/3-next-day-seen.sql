-- name: first later day of each person, then compare
-- note: only the first day after the start can be early enough, so one value per person suffices
WITH next_seen AS (
  SELECT p.{{who}}, p.{{joined}}, min(t.{{day}}) AS next_day
  FROM {{base}} p
  LEFT JOIN {{table}} t
    ON t.{{who}} = p.{{who}} AND t.{{day}} > p.{{joined}}
  GROUP BY p.{{who}}, p.{{joined}}
)
SELECT CAST(date_trunc('{{grain}}', {{joined}}) AS DATE) AS {{cohort}},
       count(*) AS {{people}},
       count(CASE WHEN next_day <= {{joined}} + {{last}} THEN 1 END) AS returned,
       CAST(count(CASE WHEN next_day <= {{joined}} + {{last}} THEN 1 END) AS DOUBLE) / count(*) AS rate
FROM next_seen
WHERE {{joined}} >= DATE '{{since}}'
  AND {{joined}} < DATE '{{until}}'
GROUP BY 1

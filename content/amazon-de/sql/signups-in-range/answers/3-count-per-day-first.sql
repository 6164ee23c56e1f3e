-- name: count per day first, then join the days
-- note: a thousand days instead of a million rows meet the {{periods}}
WITH per_day AS (
  SELECT CAST({{at}} AS DATE) AS day, count(*) AS n
  FROM {{facts}}
  GROUP BY CAST({{at}} AS DATE)
)
SELECT c.{{period_id}}, coalesce(sum(d.n), 0) AS {{n}}
FROM {{periods}} c
LEFT JOIN per_day d
  ON d.day >= c.first_day
 AND d.day < {{end_day}}
GROUP BY c.{{period_id}};

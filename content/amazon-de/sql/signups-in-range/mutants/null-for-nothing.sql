-- mistake: sum-of-nothing
-- lesson: The sum of no rows is NULL, so a {{period}} without {{facts}} shows NULL instead of 0.
WITH per_day AS (
  SELECT CAST({{at}} AS DATE) AS day, count(*) AS n
  FROM {{facts}}
  GROUP BY CAST({{at}} AS DATE)
)
SELECT c.{{period_id}}, sum(d.n) AS {{n}}
FROM {{periods}} c
LEFT JOIN per_day d
  ON d.day >= c.first_day
 AND (d.day {{upto_day}} c.last_day{{or_open}})
GROUP BY c.{{period_id}};

-- name: dense_rank() takes the repeats, NOT EXISTS takes the longest
WITH placed AS (
  SELECT {{who}},
         CAST({{at}} AS DATE) AS day,
         CAST({{at}} AS DATE)
           - CAST(dense_rank() OVER (PARTITION BY {{who}} ORDER BY CAST({{at}} AS DATE)) AS INTEGER) AS island
  FROM {{table}}
),
streaks AS (
  SELECT {{who}}, min(day) AS first_day, count(DISTINCT day) AS days
  FROM placed
  GROUP BY {{who}}, island
)
SELECT s.{{who}}, s.days, s.first_day
FROM streaks s
WHERE NOT EXISTS (SELECT 1
                  FROM streaks o
                  WHERE o.{{who}} = s.{{who}}
                    AND {{beats}})

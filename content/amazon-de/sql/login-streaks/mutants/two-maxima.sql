-- mistake: maxima-mixed
-- lesson: max(days) and max(first_day) come from different streaks when the latest one is not the longest.
WITH days AS (
  SELECT DISTINCT {{who}}, CAST({{at}} AS DATE) AS day
  FROM {{table}}
),
grouped AS (
  SELECT {{who}}, day,
         day - CAST(row_number() OVER (PARTITION BY {{who}} ORDER BY day) AS INTEGER) AS island
  FROM days
),
streaks AS (
  SELECT {{who}}, min(day) AS first_day, count(*) AS days
  FROM grouped
  GROUP BY {{who}}, island
)
SELECT {{who}}, max(days) AS days, max(first_day) AS first_day
FROM streaks
GROUP BY {{who}}

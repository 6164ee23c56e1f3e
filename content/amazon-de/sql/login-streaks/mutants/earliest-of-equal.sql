-- mistake: wrong-direction
-- variants: learning, gym
-- lesson: Of two equally long streaks this keeps the earlier one, and the later one was asked for.
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
),
ranked AS (
  SELECT {{who}}, days, first_day,
         {{rank}}() OVER (PARTITION BY {{who}} ORDER BY days DESC, first_day) AS place
  FROM streaks
)
SELECT {{who}}, days, first_day
FROM ranked
WHERE place = 1

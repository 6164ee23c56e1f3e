-- mistake: no-tie-break
-- variants: learning, gym
-- lesson: rank() by length alone keeps every streak of equal length, although one row per {{person}} was asked for.
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
         rank() OVER (PARTITION BY {{who}} ORDER BY days DESC) AS place
  FROM streaks
)
SELECT {{who}}, days, first_day
FROM ranked
WHERE place = 1

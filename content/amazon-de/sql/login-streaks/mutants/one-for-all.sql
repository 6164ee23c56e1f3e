-- mistake: global-limit
-- lesson: LIMIT 1 keeps the longest streak of all; each {{person}} was asked for.
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
SELECT {{who}}, days, first_day
FROM streaks
ORDER BY days DESC, first_day DESC, {{who}}
LIMIT 1

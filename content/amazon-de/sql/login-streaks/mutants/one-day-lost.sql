-- mistake: single-event-lost
-- lesson: A {{person}} who never came on two days in a row still has a longest streak, of one day.
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
  HAVING count(*) > 1
),
ranked AS (
  SELECT {{who}}, days, first_day,
         {{rank}}() OVER (PARTITION BY {{who}} ORDER BY days DESC{{tie}}) AS place
  FROM streaks
)
SELECT {{who}}, days, first_day
FROM ranked
WHERE place = 1

-- mistake: gap-boundary
-- lesson: Days are calendar days: {{things}} at 08:00 and at 20:00 of the next day are 36 hours apart, but on consecutive days.
WITH flagged AS (
  SELECT {{who}}, {{at}}, {{id}},
         CASE WHEN {{at}} <= lag({{at}}) OVER (PARTITION BY {{who}} ORDER BY {{at}}, {{id}}) + INTERVAL '1 day'
              THEN 0 ELSE 1 END AS opens
  FROM {{table}}
),
grouped AS (
  SELECT {{who}}, CAST({{at}} AS DATE) AS day,
         sum(opens) OVER (PARTITION BY {{who}} ORDER BY {{at}}, {{id}} ROWS UNBOUNDED PRECEDING) AS island
  FROM flagged
),
streaks AS (
  SELECT {{who}}, min(day) AS first_day, count(DISTINCT day) AS days
  FROM grouped
  GROUP BY {{who}}, island
),
ranked AS (
  SELECT {{who}}, days, first_day,
         {{rank}}() OVER (PARTITION BY {{who}} ORDER BY days DESC{{tie}}) AS place
  FROM streaks
)
SELECT {{who}}, days, first_day
FROM ranked
WHERE place = 1

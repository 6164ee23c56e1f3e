-- mistake: lag-without-partition
-- lesson: lag() over all {{people}} sees the day before of somebody else.
WITH days AS (
  SELECT DISTINCT {{who}}, CAST({{at}} AS DATE) AS day
  FROM {{table}}
),
flagged AS (
  SELECT {{who}}, day,
         CASE WHEN day = lag(day) OVER (ORDER BY day, {{who}}) + 1
              THEN 0 ELSE 1 END AS opens
  FROM days
),
grouped AS (
  SELECT {{who}}, day,
         sum(opens) OVER (PARTITION BY {{who}} ORDER BY day ROWS UNBOUNDED PRECEDING) AS island
  FROM flagged
),
streaks AS (
  SELECT {{who}}, min(day) AS first_day, max(day) - min(day) + 1 AS days
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

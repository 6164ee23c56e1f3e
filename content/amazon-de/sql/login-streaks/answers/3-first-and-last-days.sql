-- name: days without a day before, days without a day after, joined
WITH days AS (
  SELECT DISTINCT {{who}}, CAST({{at}} AS DATE) AS day
  FROM {{table}}
),
firsts AS (
  SELECT d.{{who}}, d.day
  FROM days d
  WHERE NOT EXISTS (SELECT 1 FROM days b WHERE b.{{who}} = d.{{who}} AND b.day = d.day - 1)
),
lasts AS (
  SELECT d.{{who}}, d.day
  FROM days d
  WHERE NOT EXISTS (SELECT 1 FROM days a WHERE a.{{who}} = d.{{who}} AND a.day = d.day + 1)
),
streaks AS (
  SELECT f.{{who}}, f.day AS first_day, min(l.day) - f.day + 1 AS days
  FROM firsts f
  JOIN lasts l ON l.{{who}} = f.{{who}} AND l.day >= f.day
  GROUP BY f.{{who}}, f.day
),
ranked AS (
  SELECT {{who}}, days, first_day,
         {{rank}}() OVER (PARTITION BY {{who}} ORDER BY days DESC{{tie}}) AS place
  FROM streaks
)
SELECT {{who}}, days, first_day
FROM ranked
WHERE place = 1

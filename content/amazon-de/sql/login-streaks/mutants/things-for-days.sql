-- mistake: count-not-distinct
-- lesson: count(*) counts {{things}}, so two on one day make the streak a day longer.
WITH placed AS (
  SELECT {{who}},
         CAST({{at}} AS DATE) AS day,
         CAST({{at}} AS DATE)
           - CAST(dense_rank() OVER (PARTITION BY {{who}} ORDER BY CAST({{at}} AS DATE)) AS INTEGER) AS island
  FROM {{table}}
),
streaks AS (
  SELECT {{who}}, min(day) AS first_day, count(*) AS days
  FROM placed
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

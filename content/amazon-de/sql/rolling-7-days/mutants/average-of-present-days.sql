-- mistake: missing-days
-- variants: bakery, cinema
-- lesson: avg() divides by the days that have a row; a day without {{things}} must count as 0.
WITH daily AS (
  {{daily}}
),
windowed AS (
  SELECT {{key}}, day, {{units}},
         avg({{units}}) OVER (PARTITION BY {{key}} ORDER BY day
                          RANGE BETWEEN INTERVAL '{{back}} days' PRECEDING AND CURRENT ROW) AS total,
         min(day) OVER (PARTITION BY {{key}}) AS first_day
  FROM daily
)
SELECT {{key}}, day, {{units}}, total AS average
FROM windowed
WHERE day >= first_day + {{back}}

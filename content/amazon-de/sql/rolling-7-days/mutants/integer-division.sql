-- mistake: integer-division
-- lesson: sum() of integers divided by {{width}} is cut to a whole number.
WITH daily AS (
  {{daily}}
),
windowed AS (
  SELECT {{key}}, day, {{units}},
         sum({{units}}) OVER (PARTITION BY {{key}} ORDER BY day
                          RANGE BETWEEN INTERVAL '{{back}} days' PRECEDING AND CURRENT ROW) AS total,
         min(day) OVER (PARTITION BY {{key}}) AS first_day
  FROM daily
)
SELECT {{key}}, day, {{units}}, total / {{width}} AS average
FROM windowed
WHERE day >= first_day + {{back}}

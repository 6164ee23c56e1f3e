-- mistake: frame-off-by-one
-- lesson: {{width}} days before the current one, and the current one, are a window of one day too many.
WITH daily AS (
  {{daily}}
),
windowed AS (
  SELECT {{key}}, day, {{units}},
         sum({{units}}) OVER (PARTITION BY {{key}} ORDER BY day
                          RANGE BETWEEN INTERVAL '{{width}} days' PRECEDING AND CURRENT ROW) AS total,
         min(day) OVER (PARTITION BY {{key}}) AS first_day
  FROM daily
)
SELECT {{key}}, day, {{units}}, total / {{width}}.0 AS average
FROM windowed
WHERE day >= first_day + {{back}}

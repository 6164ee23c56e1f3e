-- mistake: partial-window-kept
-- lesson: The first {{back}} days of a {{place}} have no full window behind them and are not to be shown.
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
SELECT {{key}}, day, {{units}}, total / {{width}}.0 AS average
FROM windowed

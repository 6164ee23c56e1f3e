-- mistake: window-over-detail
-- variants: bakery, cinema
-- lesson: Without daily totals a day with two {{things}} gives two rows, each with the {{units}} of one of them.
WITH daily AS (
  SELECT {{key}}, {{date}} AS day, {{units}}
  FROM {{table}}
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
WHERE day >= first_day + {{back}}

-- mistake: missing-days
-- variants: parking
-- lesson: Only days with {{things}} get a row, so days on which nothing happened are missing from the list.
WITH daily AS (
  SELECT {{key}}, {{date}} AS day, sum({{units}}) AS {{units}}
  FROM {{table}}
  GROUP BY {{key}}, {{date}}
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

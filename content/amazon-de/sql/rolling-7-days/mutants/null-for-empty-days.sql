-- mistake: sum-of-nothing
-- variants: parking
-- lesson: sum() over no rows is NULL, so a day without {{things}} shows NULL instead of 0.
WITH daily AS (
  SELECT c.{{key}}, c.day, sum(s.{{units}}) AS {{units}}
  FROM (SELECT {{key}}, CAST(unnest(generate_series(min({{date}}), max({{date}}), INTERVAL '1 day')) AS DATE) AS day
        FROM {{table}}
        GROUP BY {{key}}) c
  LEFT JOIN {{table}} s ON s.{{key}} = c.{{key}} AND s.{{date}} = c.day
  GROUP BY c.{{key}}, c.day
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

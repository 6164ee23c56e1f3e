-- mistake: zero-as-missing
-- variants: parking
-- lesson: A day of 0 is left out, although the list asks for every day.
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
WHERE day >= first_day + {{back}}
  AND {{units}} <> 0

-- name: a row for every day, then a ROWS frame
-- variants: bakery, cinema
-- note: once no day is missing, counting rows is counting days
WITH calendar AS (
  SELECT {{key}}, CAST(unnest(generate_series(min({{date}}), max({{date}}), INTERVAL '1 day')) AS DATE) AS day
  FROM {{table}}
  GROUP BY {{key}}
),
filled AS (
  SELECT c.{{key}}, c.day, sum(s.{{units}}) AS {{units}}
  FROM calendar c
  LEFT JOIN {{table}} s ON s.{{key}} = c.{{key}} AND s.{{date}} = c.day
  GROUP BY c.{{key}}, c.day
),
windowed AS (
  SELECT {{key}}, day, {{units}},
         sum({{units}}) OVER (PARTITION BY {{key}} ORDER BY day ROWS {{back}} PRECEDING) AS total,
         row_number() OVER (PARTITION BY {{key}} ORDER BY day) AS day_number
  FROM filled
)
SELECT {{key}}, day, {{units}}, total / {{width}}.0 AS average
FROM windowed
WHERE day_number >= {{width}}
  AND {{units}} IS NOT NULL

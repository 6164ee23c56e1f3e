-- mistake: rows-frame-over-gaps
-- variants: bakery, cinema
-- lesson: ROWS {{back}} PRECEDING counts rows, so across a day without {{things}} the window reaches back further than {{width}} days.
WITH daily AS (
  {{daily}}
),
windowed AS (
  SELECT {{key}}, day, {{units}},
         sum({{units}}) OVER (PARTITION BY {{key}} ORDER BY day
                          ROWS BETWEEN {{back}} PRECEDING AND CURRENT ROW) AS total,
         min(day) OVER (PARTITION BY {{key}}) AS first_day
  FROM daily
)
SELECT {{key}}, day, {{units}}, total / {{width}}.0 AS average
FROM windowed
WHERE day >= first_day + {{back}}

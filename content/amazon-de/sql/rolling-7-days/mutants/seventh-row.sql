-- mistake: partial-window-kept
-- variants: bakery, cinema
-- lesson: The row number says how many days had {{things}}, not how long the {{place}} has been open.
WITH daily AS (
  {{daily}}
),
windowed AS (
  SELECT {{key}}, day, {{units}},
         sum({{units}}) OVER (PARTITION BY {{key}} ORDER BY day
                          RANGE BETWEEN INTERVAL '{{back}} days' PRECEDING AND CURRENT ROW) AS total,
         row_number() OVER (PARTITION BY {{key}} ORDER BY day) AS row_no
  FROM daily
)
SELECT {{key}}, day, {{units}}, total / {{width}}.0 AS average
FROM windowed
WHERE row_no >= {{width}}

-- mistake: window-edges
-- lesson: Only the dates are compared, so everything that comes in on the day of the deadline but after its hour still counts as on time.
WITH numbered AS (
  SELECT CAST({{at}} AS DATE) AS {{day}}, {{arrived}},
         row_number() OVER (PARTITION BY {{id}} ORDER BY {{arrived}} {{order}}) AS rn
  FROM {{facts}}
)
SELECT {{day}},
       count(*) FILTER (WHERE CAST({{arrived}} AS DATE) <= CAST({{day}} + INTERVAL '{{hours}} hours' AS DATE)) AS on_time,
       count(*) FILTER (WHERE CAST({{arrived}} AS DATE) > CAST({{day}} + INTERVAL '{{hours}} hours' AS DATE)) AS late
FROM numbered
WHERE rn = 1
GROUP BY {{day}};

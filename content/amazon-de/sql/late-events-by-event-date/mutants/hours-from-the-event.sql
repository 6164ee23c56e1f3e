-- mistake: window-edges
-- lesson: The hours are added to the time of the {{fact}} before it is cut to its day, so an evening {{fact}} gets a later deadline than a morning one.
WITH numbered AS (
  SELECT {{at}}, {{arrived}},
         row_number() OVER (PARTITION BY {{id}} ORDER BY {{arrived}} {{order}}) AS rn
  FROM {{facts}}
)
SELECT CAST({{at}} AS DATE) AS {{day}},
       count(*) FILTER (WHERE {{arrived}} {{in_time}} {{at}} + INTERVAL '{{hours}} hours') AS on_time,
       count(*) FILTER (WHERE NOT {{arrived}} {{in_time}} {{at}} + INTERVAL '{{hours}} hours') AS late
FROM numbered
WHERE rn = 1
GROUP BY CAST({{at}} AS DATE);

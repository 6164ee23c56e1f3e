-- mistake: group-key
-- lesson: The rows are grouped by the day they came in, so a {{fact}} of Monday that arrives on Tuesday is shown on Tuesday.
WITH numbered AS (
  SELECT CAST({{at}} AS DATE) AS {{day}}, {{arrived}},
         row_number() OVER (PARTITION BY {{id}} ORDER BY {{arrived}} {{order}}) AS rn
  FROM {{facts}}
)
SELECT CAST({{arrived}} AS DATE) AS {{day}},
       count(*) FILTER (WHERE {{arrived}} {{in_time}} {{day}} + INTERVAL '{{hours}} hours') AS on_time,
       count(*) FILTER (WHERE NOT {{arrived}} {{in_time}} {{day}} + INTERVAL '{{hours}} hours') AS late
FROM numbered
WHERE rn = 1
GROUP BY CAST({{arrived}} AS DATE);

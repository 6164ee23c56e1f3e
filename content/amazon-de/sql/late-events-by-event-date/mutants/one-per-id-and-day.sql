-- mistake: key-too-wide
-- lesson: The day is part of the key, so a {{fact}} that came again with a time on another day counts on both days.
WITH numbered AS (
  SELECT CAST({{at}} AS DATE) AS {{day}}, {{arrived}},
         row_number() OVER (PARTITION BY {{id}}, CAST({{at}} AS DATE) ORDER BY {{arrived}} {{order}}) AS rn
  FROM {{facts}}
)
SELECT {{day}},
       count(*) FILTER (WHERE {{arrived}} {{in_time}} {{day}} + INTERVAL '{{hours}} hours') AS on_time,
       count(*) FILTER (WHERE NOT {{arrived}} {{in_time}} {{day}} + INTERVAL '{{hours}} hours') AS late
FROM numbered
WHERE rn = 1
GROUP BY {{day}};

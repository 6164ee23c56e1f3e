-- mistake: count-case-else-zero
-- lesson: COUNT counts the zeros of ELSE 0 too, so both columns show all {{facts}} of the day.
WITH numbered AS (
  SELECT CAST({{at}} AS DATE) AS {{day}}, {{arrived}},
         row_number() OVER (PARTITION BY {{id}} ORDER BY {{arrived}} {{order}}) AS rn
  FROM {{facts}}
)
SELECT {{day}},
       count(CASE WHEN {{arrived}} {{in_time}} {{day}} + INTERVAL '{{hours}} hours' THEN 1 ELSE 0 END) AS on_time,
       count(CASE WHEN {{arrived}} {{in_time}} {{day}} + INTERVAL '{{hours}} hours' THEN 0 ELSE 1 END) AS late
FROM numbered
WHERE rn = 1
GROUP BY {{day}};

-- mistake: sum-of-nothing
-- lesson: A SUM over a CASE without ELSE is NULL, not 0, on a day without {{facts}} of that kind.
WITH numbered AS (
  SELECT CAST({{at}} AS DATE) AS {{day}}, {{arrived}},
         row_number() OVER (PARTITION BY {{id}} ORDER BY {{arrived}} {{order}}) AS rn
  FROM {{facts}}
)
SELECT {{day}},
       sum(CASE WHEN {{arrived}} {{in_time}} {{day}} + INTERVAL '{{hours}} hours' THEN 1 END) AS on_time,
       sum(CASE WHEN NOT {{arrived}} {{in_time}} {{day}} + INTERVAL '{{hours}} hours' THEN 1 END) AS late
FROM numbered
WHERE rn = 1
GROUP BY {{day}};

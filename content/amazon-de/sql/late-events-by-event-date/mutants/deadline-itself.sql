-- mistake: gap-boundary
-- lesson: A {{fact}} that comes in at the very moment of the deadline is put on the wrong side of it.
WITH numbered AS (
  SELECT CAST({{at}} AS DATE) AS {{day}}, {{arrived}},
         row_number() OVER (PARTITION BY {{id}} ORDER BY {{arrived}} {{order}}) AS rn
  FROM {{facts}}
)
SELECT {{day}},
       count(*) FILTER (WHERE {{arrived}} {{not_in_time}} {{day}} + INTERVAL '{{hours}} hours') AS on_time,
       count(*) FILTER (WHERE NOT {{arrived}} {{not_in_time}} {{day}} + INTERVAL '{{hours}} hours') AS late
FROM numbered
WHERE rn = 1
GROUP BY {{day}};

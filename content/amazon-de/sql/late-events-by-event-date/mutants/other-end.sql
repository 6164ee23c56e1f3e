-- mistake: wrong-direction
-- lesson: The order of the row numbers is turned round, so the wrong delivery of a repeated {{fact}} counts.
WITH numbered AS (
  SELECT CAST({{at}} AS DATE) AS {{day}}, {{arrived}},
         row_number() OVER (PARTITION BY {{id}} ORDER BY {{arrived}} {{not_order}}) AS rn
  FROM {{facts}}
)
SELECT {{day}},
       count(*) FILTER (WHERE {{arrived}} {{in_time}} {{day}} + INTERVAL '{{hours}} hours') AS on_time,
       count(*) FILTER (WHERE NOT {{arrived}} {{in_time}} {{day}} + INTERVAL '{{hours}} hours') AS late
FROM numbered
WHERE rn = 1
GROUP BY {{day}};

-- mistake: max-of-each-column
-- lesson: {{pick}}() of each column takes the time from one delivery and the arrival from another when a {{fact}} came again with another time.
WITH one AS (
  SELECT {{id}}, CAST({{pick}}({{at}}) AS DATE) AS {{day}}, {{pick}}({{arrived}}) AS {{arrived}}
  FROM {{facts}}
  GROUP BY {{id}}
)
SELECT {{day}},
       count(*) FILTER (WHERE {{arrived}} {{in_time}} {{day}} + INTERVAL '{{hours}} hours') AS on_time,
       count(*) FILTER (WHERE NOT {{arrived}} {{in_time}} {{day}} + INTERVAL '{{hours}} hours') AS late
FROM one
GROUP BY {{day}};

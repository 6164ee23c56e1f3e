-- mistake: distinct-for-latest
-- lesson: DISTINCT works inside each count, so a {{fact}} that came in once on time and once late is counted in both columns.
SELECT CAST({{at}} AS DATE) AS {{day}},
       count(DISTINCT {{id}}) FILTER (WHERE {{arrived}} {{in_time}} CAST({{at}} AS DATE) + INTERVAL '{{hours}} hours') AS on_time,
       count(DISTINCT {{id}}) FILTER (WHERE NOT {{arrived}} {{in_time}} CAST({{at}} AS DATE) + INTERVAL '{{hours}} hours') AS late
FROM {{facts}}
GROUP BY CAST({{at}} AS DATE);

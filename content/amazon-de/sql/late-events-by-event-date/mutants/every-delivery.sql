-- mistake: count-not-distinct
-- lesson: Every delivery is counted, so a {{fact}} that was delivered twice counts twice.
SELECT CAST({{at}} AS DATE) AS {{day}},
       count(*) FILTER (WHERE {{arrived}} {{in_time}} CAST({{at}} AS DATE) + INTERVAL '{{hours}} hours') AS on_time,
       count(*) FILTER (WHERE NOT {{arrived}} {{in_time}} CAST({{at}} AS DATE) + INTERVAL '{{hours}} hours') AS late
FROM {{facts}}
GROUP BY CAST({{at}} AS DATE);

-- name: {{pick}}({{arrived}}) per id, joined back on both columns
SELECT CAST(f.{{at}} AS DATE) AS {{day}},
       sum(CASE WHEN f.{{arrived}} {{in_time}} date_trunc('day', f.{{at}}) + INTERVAL '{{hours}} hours' THEN 1 ELSE 0 END) AS on_time,
       sum(CASE WHEN f.{{arrived}} {{in_time}} date_trunc('day', f.{{at}}) + INTERVAL '{{hours}} hours' THEN 0 ELSE 1 END) AS late
FROM {{facts}} f
JOIN (
  SELECT {{id}}, {{pick}}({{arrived}}) AS {{arrived}}
  FROM {{facts}}
  GROUP BY {{id}}
) k ON k.{{id}} = f.{{id}} AND k.{{arrived}} = f.{{arrived}}
GROUP BY CAST(f.{{at}} AS DATE);

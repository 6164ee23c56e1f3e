-- name: the latest start per fact, joined back on the whole key
WITH latest AS (
  SELECT f.{{fact_id}}, max(v.{{start}}) AS {{start}}
  FROM {{facts}} f
  JOIN {{versions}} v ON v.{{key}} = f.{{key}} AND v.{{start}} {{upto}} f.{{at}}
  GROUP BY f.{{fact_id}}
)
SELECT f.{{fact_id}}, v.{{price}}, f.{{qty}} * v.{{price}} AS {{amount}}
FROM {{facts}} f
{{join}} latest l ON l.{{fact_id}} = f.{{fact_id}}
{{join}} {{versions}} v ON v.{{key}} = f.{{key}} AND v.{{start}} = l.{{start}};

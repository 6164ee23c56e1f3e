-- name: an end for each version with lead()
-- note: the usual shape in a warehouse: the dimension gets a validity interval that is closed on one end only
WITH versions AS (
  SELECT {{key}}, {{price}}, {{start}},
         lead({{start}}) OVER (PARTITION BY {{key}} ORDER BY {{start}}) AS next_start
  FROM {{versions}}
), matched AS (
  SELECT f.{{fact_id}}, v.{{price}}
  FROM {{facts}} f
  JOIN versions v ON v.{{key}} = f.{{key}} AND v.{{start}} {{upto}} f.{{at}}
  WHERE f.{{at}} {{before_next}} v.next_start OR v.next_start IS NULL
)
SELECT f.{{fact_id}}, m.{{price}}, f.{{qty}} * m.{{price}} AS {{amount}}
FROM {{facts}} f
{{join}} matched m ON m.{{fact_id}} = f.{{fact_id}};

-- mistake: missing-partition
-- lesson: lead() without PARTITION BY ends a {{price}} when some other {{thing}} changes.
WITH versions AS (
  SELECT {{key}}, {{price}}, {{start}},
         lead({{start}}) OVER (ORDER BY {{start}}, {{key}}) AS next_start
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

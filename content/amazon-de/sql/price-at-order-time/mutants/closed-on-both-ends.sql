-- mistake: interval-both-ends
-- lesson: With both ends inside, the moment of a change belongs to the old and the new {{price}}, and the {{fact}} of that moment comes out twice.
WITH versions AS (
  SELECT {{key}}, {{price}}, {{start}},
         lead({{start}}) OVER (PARTITION BY {{key}} ORDER BY {{start}}) AS next_start
  FROM {{versions}}
), matched AS (
  SELECT f.{{fact_id}}, v.{{price}}
  FROM {{facts}} f
  JOIN versions v ON v.{{key}} = f.{{key}} AND v.{{start}} <= f.{{at}}
  WHERE f.{{at}} <= v.next_start OR v.next_start IS NULL
)
SELECT f.{{fact_id}}, m.{{price}}, f.{{qty}} * m.{{price}} AS {{amount}}
FROM {{facts}} f
{{join}} matched m ON m.{{fact_id}} = f.{{fact_id}};

-- mistake: interval-both-ends
-- lesson: With both ends inside, the moment of a change belongs to the old and the new {{price}}, and the {{fact}} of that moment comes out twice.
WITH versions AS (
  SELECT {{key}}, {{price}}, {{start}},
         lead({{start}}) OVER (PARTITION BY {{key}} ORDER BY {{start}}) AS next_start
  FROM {{versions}}
)
SELECT f.{{fact_id}}, v.{{price}}, f.{{qty}} * v.{{price}} AS {{amount}}
FROM {{facts}} f
{{join}} versions v
  ON v.{{key}} = f.{{key}}
 AND v.{{start}} {{upto}} f.{{at}}
 AND (f.{{at}} <= v.next_start OR v.next_start IS NULL);

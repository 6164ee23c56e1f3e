-- mistake: missing-partition
-- lesson: lead() without PARTITION BY ends a {{price}} when some other {{thing}} changes.
WITH versions AS (
  SELECT {{key}}, {{price}}, {{start}},
         lead({{start}}) OVER (ORDER BY {{start}}, {{key}}) AS next_start
  FROM {{versions}}
)
SELECT f.{{fact_id}}, v.{{price}}, f.{{qty}} * v.{{price}} AS {{amount}}
FROM {{facts}} f
{{join}} versions v
  ON v.{{key}} = f.{{key}}
 AND v.{{start}} {{upto}} f.{{at}}
 AND (f.{{at}} {{before_next}} v.next_start OR v.next_start IS NULL);

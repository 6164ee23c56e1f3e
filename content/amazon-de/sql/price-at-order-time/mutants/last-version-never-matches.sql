-- mistake: equals-null
-- lesson: The latest version has no next one, and a comparison with that NULL is never true, so the {{price}} of today matches nothing.
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
 AND f.{{at}} {{before_next}} v.next_start;

-- mistake: left-filter-in-on
-- lesson: A condition in the ON of a LEFT JOIN removes nothing, so the {{facts}} without a {{price}} stay although the contract leaves them out.
-- variants: fx
WITH versions AS (
  SELECT {{key}}, {{price}}, {{start}},
         lead({{start}}) OVER (PARTITION BY {{key}} ORDER BY {{start}}) AS next_start
  FROM {{versions}}
)
SELECT f.{{fact_id}}, v.{{price}}, f.{{qty}} * v.{{price}} AS {{amount}}
FROM {{facts}} f
LEFT JOIN versions v
  ON v.{{key}} = f.{{key}}
 AND v.{{start}} {{upto}} f.{{at}}
 AND (f.{{at}} {{before_next}} v.next_start OR v.next_start IS NULL);

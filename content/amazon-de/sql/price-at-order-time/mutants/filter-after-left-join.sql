-- mistake: right-filter-in-where
-- lesson: The time condition stands in WHERE, so {{a_fact}} that is older than every {{price}} of its {{thing}} joins only later versions and is then filtered away.
-- variants: shop, market
WITH versions AS (
  SELECT {{key}}, {{price}}, {{start}},
         lead({{start}}) OVER (PARTITION BY {{key}} ORDER BY {{start}}) AS next_start
  FROM {{versions}}
)
SELECT f.{{fact_id}}, v.{{price}}, f.{{qty}} * v.{{price}} AS {{amount}}
FROM {{facts}} f
LEFT JOIN versions v ON v.{{key}} = f.{{key}}
WHERE v.{{start}} IS NULL
   OR (v.{{start}} {{upto}} f.{{at}}
       AND (f.{{at}} {{before_next}} v.next_start OR v.next_start IS NULL));

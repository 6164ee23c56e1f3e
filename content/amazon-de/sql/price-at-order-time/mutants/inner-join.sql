-- mistake: inner-join-drops-zero
-- lesson: An inner join drops the {{facts}} for which no {{price}} held yet, and the contract keeps them.
-- variants: shop, market
WITH versions AS (
  SELECT {{key}}, {{price}}, {{start}},
         lead({{start}}) OVER (PARTITION BY {{key}} ORDER BY {{start}}) AS next_start
  FROM {{versions}}
)
SELECT f.{{fact_id}}, v.{{price}}, f.{{qty}} * v.{{price}} AS {{amount}}
FROM {{facts}} f
JOIN versions v
  ON v.{{key}} = f.{{key}}
 AND v.{{start}} {{upto}} f.{{at}}
 AND (f.{{at}} {{before_next}} v.next_start OR v.next_start IS NULL);

-- mistake: last-value-default-frame
-- lesson: The frame of last_value() ends with the current row, so every song names itself as the best one.
-- variants: radio
WITH totals AS (
  SELECT p.{{group}}, p.{{id}}, sum(s.{{qty}}) AS n
  FROM {{things}} p
  JOIN {{facts}} s ON s.{{id}} = p.{{id}}
  GROUP BY p.{{group}}, p.{{id}}
)
SELECT DISTINCT {{group}},
       last_value({{id}}) OVER (PARTITION BY {{group}} ORDER BY n, {{id}} DESC) AS {{id}},
       max(n) OVER (PARTITION BY {{group}}) AS {{total}}
FROM totals;

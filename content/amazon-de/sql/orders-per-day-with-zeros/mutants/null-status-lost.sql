-- mistake: not-equal-null
-- lesson: NULL <> 'cancelled' is unknown, so {{facts}} without a status are dropped although they count.
-- variants: shop, rides
WITH days AS (
  SELECT CAST(d AS DATE) AS day
  FROM generate_series(DATE '{{first}}', DATE '{{last}}', INTERVAL '1 day') AS s(d)
)
SELECT days.day, count({{once}}o.{{unit}}) AS {{n}}
FROM days
LEFT JOIN {{facts}} o
  ON CAST(o.{{at}} AS DATE) = days.day
 AND o.status <> 'cancelled'
GROUP BY days.day;

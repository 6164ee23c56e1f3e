-- mistake: count-star-after-left
-- lesson: count(*) counts the empty row that a quiet day gets from the LEFT JOIN and shows 1 instead of 0.
-- variants: shop, clinic
WITH days AS (
  SELECT CAST(d AS DATE) AS day
  FROM generate_series(DATE '{{first}}', DATE '{{last}}', INTERVAL '1 day') AS s(d)
)
SELECT days.day, count(*) AS {{n}}
FROM days
LEFT JOIN {{facts}} o
  ON CAST(o.{{at}} AS DATE) = days.day
 AND coalesce(o.status, '{{unknown}}') <> 'cancelled'
GROUP BY days.day;

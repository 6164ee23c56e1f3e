-- name: a list of days, LEFT JOIN with all conditions in ON
WITH days AS (
  SELECT CAST(d AS DATE) AS day
  FROM generate_series(DATE '{{first}}', DATE '{{last}}', INTERVAL '1 day') AS s(d)
)
SELECT days.day, count({{once}}o.{{unit}}) AS {{n}}
FROM days
LEFT JOIN {{facts}} o
  ON CAST(o.{{at}} AS DATE) = days.day
 AND coalesce(o.status, '{{unknown}}') <> 'cancelled'
GROUP BY days.day;

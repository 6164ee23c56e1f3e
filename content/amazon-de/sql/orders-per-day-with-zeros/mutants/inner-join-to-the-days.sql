-- mistake: inner-join-drops-zero
-- lesson: The list of days is there, but an inner join drops every day that finds nothing to count.
WITH days AS (
  SELECT CAST(d AS DATE) AS day
  FROM generate_series(DATE '{{first}}', DATE '{{last}}', INTERVAL '1 day') AS s(d)
)
SELECT days.day, count({{once}}o.{{unit}}) AS {{n}}
FROM days
JOIN {{facts}} o
  ON CAST(o.{{at}} AS DATE) = days.day
 AND coalesce(o.status, '{{unknown}}') <> 'cancelled'
GROUP BY days.day;

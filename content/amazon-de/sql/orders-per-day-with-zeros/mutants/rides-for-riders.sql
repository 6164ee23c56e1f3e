-- mistake: events-for-users
-- lesson: Rides are counted instead of riders, so a rider with two rides on one day counts twice.
-- variants: rides
WITH days AS (
  SELECT CAST(d AS DATE) AS day
  FROM generate_series(DATE '{{first}}', DATE '{{last}}', INTERVAL '1 day') AS s(d)
)
SELECT days.day, count(o.{{unit}}) AS {{n}}
FROM days
LEFT JOIN {{facts}} o
  ON CAST(o.{{at}} AS DATE) = days.day
 AND coalesce(o.status, '{{unknown}}') <> 'cancelled'
GROUP BY days.day;

-- mistake: window-edges
-- lesson: The list stops before {{last}}, although both ends are included.
WITH days AS (
  SELECT CAST(d AS DATE) AS day
  FROM generate_series(DATE '{{first}}', DATE '{{last}}' - 1, INTERVAL '1 day') AS s(d)
)
SELECT days.day, count({{once}}o.{{unit}}) AS {{n}}
FROM days
LEFT JOIN {{facts}} o
  ON CAST(o.{{at}} AS DATE) = days.day
 AND coalesce(o.status, '{{unknown}}') <> 'cancelled'
GROUP BY days.day;

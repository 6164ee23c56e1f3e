-- mistake: month-without-year
-- lesson: Month and day are compared without the year, so the same days of another year are added.
WITH days AS (
  SELECT CAST(d AS DATE) AS day
  FROM generate_series(DATE '{{first}}', DATE '{{last}}', INTERVAL '1 day') AS s(d)
)
SELECT days.day, count({{once}}o.{{unit}}) AS {{n}}
FROM days
LEFT JOIN {{facts}} o
  ON extract(month FROM o.{{at}}) = extract(month FROM days.day)
 AND extract(day FROM o.{{at}}) = extract(day FROM days.day)
 AND coalesce(o.status, '{{unknown}}') <> 'cancelled'
GROUP BY days.day;

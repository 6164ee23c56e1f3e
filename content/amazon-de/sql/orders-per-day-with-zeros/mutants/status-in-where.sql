-- mistake: right-filter-in-where
-- lesson: The status is tested after the LEFT JOIN, which throws out the days whose {{facts}} are all cancelled.
WITH days AS (
  SELECT CAST(d AS DATE) AS day
  FROM generate_series(DATE '{{first}}', DATE '{{last}}', INTERVAL '1 day') AS s(d)
)
SELECT days.day, count({{once}}o.{{unit}}) AS {{n}}
FROM days
LEFT JOIN {{facts}} o ON CAST(o.{{at}} AS DATE) = days.day
WHERE o.{{id}} IS NULL OR coalesce(o.status, '{{unknown}}') <> 'cancelled'
GROUP BY days.day;

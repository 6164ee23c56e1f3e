-- mistake: sum-of-nothing
-- lesson: A quiet day finds no row in the counts, and without coalesce() it shows NULL instead of 0.
WITH days AS (
  SELECT CAST(d AS DATE) AS day
  FROM generate_series(DATE '{{first}}', DATE '{{last}}', INTERVAL '1 day') AS s(d)
), counted AS (
  SELECT CAST({{at}} AS DATE) AS day, count({{once}}{{unit}}) AS n
  FROM {{facts}}
  WHERE coalesce(status, '{{unknown}}') <> 'cancelled'
  GROUP BY CAST({{at}} AS DATE)
)
SELECT days.day, counted.n AS {{n}}
FROM days
LEFT JOIN counted ON counted.day = days.day;

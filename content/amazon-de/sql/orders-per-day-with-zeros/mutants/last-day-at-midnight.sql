-- mistake: between-on-timestamps
-- lesson: The last day in BETWEEN means its midnight, so what happens later on that day is lost.
WITH days AS (
  SELECT CAST(d AS DATE) AS day
  FROM generate_series(DATE '{{first}}', DATE '{{last}}', INTERVAL '1 day') AS s(d)
), counted AS (
  SELECT CAST({{at}} AS DATE) AS day, count({{once}}{{unit}}) AS n
  FROM {{facts}}
  WHERE {{at}} BETWEEN DATE '{{first}}' AND DATE '{{last}}'
    AND coalesce(status, '{{unknown}}') <> 'cancelled'
  GROUP BY CAST({{at}} AS DATE)
)
SELECT days.day, coalesce(counted.n, 0) AS {{n}}
FROM days
LEFT JOIN counted ON counted.day = days.day;

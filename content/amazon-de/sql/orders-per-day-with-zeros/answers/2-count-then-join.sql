-- name: count per day first, then join and turn missing into 0
-- note: the join meets at most one row per day, so it stays cheap and cannot multiply
WITH days AS (
  SELECT CAST(d AS DATE) AS day
  FROM generate_series(DATE '{{first}}', DATE '{{last}}', INTERVAL '1 day') AS s(d)
), counted AS (
  SELECT CAST({{at}} AS DATE) AS day, count({{once}}{{unit}}) AS n
  FROM {{facts}}
  WHERE {{at}} >= DATE '{{first}}'
    AND {{at}} < DATE '{{last}}' + 1
    AND coalesce(status, '{{unknown}}') <> 'cancelled'
  GROUP BY CAST({{at}} AS DATE)
)
SELECT days.day, coalesce(counted.n, 0) AS {{n}}
FROM days
LEFT JOIN counted ON counted.day = days.day;

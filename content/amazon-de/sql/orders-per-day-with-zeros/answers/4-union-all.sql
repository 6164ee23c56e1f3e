-- name: UNION ALL with one empty row per day
-- note: no join at all; count() skips the NULLs of the empty rows
SELECT u.day, count({{once}}u.{{unit}}) AS {{n}}
FROM (
  SELECT CAST(d AS DATE) AS day, NULL AS {{unit}}
  FROM generate_series(DATE '{{first}}', DATE '{{last}}', INTERVAL '1 day') AS s(d)
  UNION ALL
  SELECT CAST({{at}} AS DATE), {{unit}}
  FROM {{facts}}
  WHERE {{at}} >= DATE '{{first}}'
    AND {{at}} < DATE '{{last}}' + 1
    AND coalesce(status, '{{unknown}}') <> 'cancelled'
) u
GROUP BY u.day;

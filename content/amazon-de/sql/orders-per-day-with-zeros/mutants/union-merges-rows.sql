-- mistake: union-dedups
-- lesson: UNION removes equal rows, so all {{facts}} of one day melt into a single 1.
-- variants: shop, clinic
SELECT u.day, sum(u.n) AS {{n}}
FROM (
  SELECT CAST(d AS DATE) AS day, 0 AS n
  FROM generate_series(DATE '{{first}}', DATE '{{last}}', INTERVAL '1 day') AS s(d)
  UNION
  SELECT CAST({{at}} AS DATE), 1
  FROM {{facts}}
  WHERE {{at}} >= DATE '{{first}}'
    AND {{at}} < DATE '{{last}}' + 1
    AND coalesce(status, '{{unknown}}') <> 'cancelled'
) u
GROUP BY u.day;

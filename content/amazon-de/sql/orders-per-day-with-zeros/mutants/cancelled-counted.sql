-- mistake: count-case-else-zero
-- lesson: COUNT counts the 0 of ELSE 0 too, so cancelled {{facts}} stay in.
-- variants: shop, clinic
SELECT days.day, coalesce(c.n, 0) AS {{n}}
FROM (
  SELECT CAST(d AS DATE) AS day
  FROM generate_series(DATE '{{first}}', DATE '{{last}}', INTERVAL '1 day') AS s(d)
) days
LEFT JOIN (
  SELECT CAST({{at}} AS DATE) AS day,
         count(CASE WHEN coalesce(status, '{{unknown}}') <> 'cancelled' THEN 1 ELSE 0 END) AS n
  FROM {{facts}}
  GROUP BY CAST({{at}} AS DATE)
) c ON c.day = days.day;

-- name: NOT EXISTS for the delivery that counts, late as the rest
SELECT d.{{day}}, d.on_time, d.n - d.on_time AS late
FROM (
  SELECT CAST(f.{{at}} AS DATE) AS {{day}},
         count(*) AS n,
         count(CASE WHEN f.{{arrived}} - INTERVAL '{{hours}} hours' {{in_time}} CAST(f.{{at}} AS DATE) THEN 1 END) AS on_time
  FROM {{facts}} f
  WHERE NOT EXISTS (
    SELECT 1
    FROM {{facts}} e
    WHERE e.{{id}} = f.{{id}} AND e.{{arrived}} {{earlier}} f.{{arrived}}
  )
  GROUP BY CAST(f.{{at}} AS DATE)
) d;

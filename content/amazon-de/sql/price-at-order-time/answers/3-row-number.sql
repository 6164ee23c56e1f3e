-- name: join all earlier versions, number them, keep the newest
WITH candidates AS (
  SELECT f.{{fact_id}}, f.{{qty}}, v.{{price}},
         row_number() OVER (PARTITION BY f.{{fact_id}} ORDER BY v.{{start}} DESC) AS rn
  FROM {{facts}} f
  {{join}} {{versions}} v
    ON v.{{key}} = f.{{key}} AND v.{{start}} {{upto}} f.{{at}}
)
SELECT {{fact_id}}, {{price}}, {{qty}} * {{price}} AS {{amount}}
FROM candidates
WHERE rn = 1;

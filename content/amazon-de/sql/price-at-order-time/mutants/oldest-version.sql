-- mistake: keeps-first
-- lesson: Ascending order keeps the oldest version, so every later {{price}} is ignored.
WITH candidates AS (
  SELECT f.{{fact_id}}, f.{{qty}}, v.{{price}},
         row_number() OVER (PARTITION BY f.{{fact_id}} ORDER BY v.{{start}}) AS rn
  FROM {{facts}} f
  {{join}} {{versions}} v
    ON v.{{key}} = f.{{key}} AND v.{{start}} {{upto}} f.{{at}}
)
SELECT {{fact_id}}, {{price}}, {{qty}} * {{price}} AS {{amount}}
FROM candidates
WHERE rn = 1;

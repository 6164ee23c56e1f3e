-- mistake: wrong-partition
-- lesson: Numbering inside each {{thing}} instead of each {{fact}} leaves one {{fact}} per {{thing}}.
WITH candidates AS (
  SELECT f.{{fact_id}}, f.{{qty}}, v.{{price}},
         row_number() OVER (PARTITION BY f.{{key}} ORDER BY v.{{start}} DESC, f.{{fact_id}}) AS rn
  FROM {{facts}} f
  {{join}} {{versions}} v
    ON v.{{key}} = f.{{key}} AND v.{{start}} {{upto}} f.{{at}}
)
SELECT {{fact_id}}, {{price}}, {{qty}} * {{price}} AS {{amount}}
FROM candidates
WHERE rn = 1;

-- mistake: adjacent-overlap-only
-- lesson: Each {{span}} is compared with its neighbours only, so the second one inside a long {{span}} is missed.
WITH neighbours AS (
  SELECT {{id}}, {{res}}, {{from}}, {{to}},
         lag({{to}}) OVER (PARTITION BY {{res}} ORDER BY {{from}}, {{id}}) AS previous_end,
         lead({{from}}) OVER (PARTITION BY {{res}} ORDER BY {{from}}, {{id}}) AS next_start
  FROM {{spans}}
  WHERE {{res}} IS NOT NULL
)
SELECT {{id}}, {{res}}
FROM neighbours
WHERE {{from}} {{lt}} previous_end
   OR next_start {{lt}} {{to}};

-- mistake: missing-partition
-- lesson: Without PARTITION BY all {{spans}} share one calendar, and two of different {{resource}}s seem to clash.
WITH neighbours AS (
  SELECT {{id}}, {{res}}, {{from}}, {{to}},
         max({{to}}) OVER (ORDER BY {{from}}, {{id}}
                           ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS latest_end_before,
         lead({{from}}) OVER (ORDER BY {{from}}, {{id}}) AS next_start
  FROM {{spans}}
  WHERE {{res}} IS NOT NULL
)
SELECT {{id}}, {{res}}
FROM neighbours
WHERE {{from}} {{lt}} latest_end_before
   OR next_start {{lt}} {{to}};

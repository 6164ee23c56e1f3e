-- mistake: null-keys
-- lesson: PARTITION BY puts all rows with a NULL `{{res}}` in one group, so {{spans}} without {{a_resource}} seem to clash.
WITH neighbours AS (
  SELECT {{id}}, {{res}}, {{from}}, {{to}},
         max({{to}}) OVER (PARTITION BY {{res}} ORDER BY {{from}}, {{id}}
                           ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS latest_end_before,
         lead({{from}}) OVER (PARTITION BY {{res}} ORDER BY {{from}}, {{id}}) AS next_start
  FROM {{spans}}
)
SELECT {{id}}, {{res}}
FROM neighbours
WHERE {{from}} {{lt}} latest_end_before
   OR next_start {{lt}} {{to}};

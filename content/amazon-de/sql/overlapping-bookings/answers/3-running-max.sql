-- name: the latest end so far and the next start
-- note: one sort instead of comparing all pairs; the one to choose when one {{resource}} has very many {{spans}}
WITH neighbours AS (
  SELECT {{id}}, {{res}}, {{from}}, {{to}},
         max({{to}}) OVER (PARTITION BY {{res}} ORDER BY {{from}}, {{id}}
                           ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS latest_end_before,
         lead({{from}}) OVER (PARTITION BY {{res}} ORDER BY {{from}}, {{id}}) AS next_start
  FROM {{spans}}
  WHERE {{res}} IS NOT NULL
)
SELECT {{id}}, {{res}}
FROM neighbours
WHERE {{from}} {{lt}} latest_end_before
   OR next_start {{lt}} {{to}};

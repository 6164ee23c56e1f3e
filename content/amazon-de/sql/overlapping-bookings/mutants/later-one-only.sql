-- mistake: relation-one-way
-- lesson: Only the {{span}} that starts later is listed; the one it runs into clashes just as much.
WITH earlier AS (
  SELECT {{id}}, {{res}}, {{from}},
         max({{to}}) OVER (PARTITION BY {{res}} ORDER BY {{from}}, {{id}}
                           ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS latest_end_before
  FROM {{spans}}
  WHERE {{res}} IS NOT NULL
)
SELECT {{id}}, {{res}}
FROM earlier
WHERE {{from}} {{lt}} latest_end_before;

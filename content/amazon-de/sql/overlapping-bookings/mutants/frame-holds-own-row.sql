-- mistake: range-frame-default
-- lesson: The default frame ends with the current row, so each {{span}} meets its own end and all of them seem to clash.
SELECT {{id}}, {{res}}
FROM (
  SELECT {{id}}, {{res}}, {{from}},
         max({{to}}) OVER (PARTITION BY {{res}} ORDER BY {{from}}, {{id}}) AS latest_end_before
  FROM {{spans}}
  WHERE {{res}} IS NOT NULL
) s
WHERE {{from}} {{lt}} latest_end_before;

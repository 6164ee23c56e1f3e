-- mistake: last-value-default-frame
-- lesson: last_value() without a frame ends at the current row, so every {{event}} shows its own {{what}}, not the last one.
SELECT DISTINCT {{key}},
       last_value({{what}}) OVER (PARTITION BY {{key}} ORDER BY {{upward}}) AS {{what}},
       max({{at}}) OVER (PARTITION BY {{key}}) AS {{at}}
FROM {{table}};

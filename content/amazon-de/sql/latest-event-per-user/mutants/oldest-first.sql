-- mistake: keeps-first
-- lesson: Without DESC on the time, number one is the oldest {{event}} of the {{key_name}}.
WITH numbered AS (
    SELECT {{key}}, {{what}}, {{at}},
           row_number() OVER (PARTITION BY {{key}} ORDER BY {{upward}}) AS rn
    FROM {{table}}
)
SELECT {{key}}, {{what}}, {{at}}
FROM numbered
WHERE rn = 1;

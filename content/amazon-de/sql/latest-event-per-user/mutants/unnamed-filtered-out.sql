-- mistake: filter-before-window
-- lesson: WHERE throws away {{events}} without {{what}} before numbering, so an older one is shown as the latest.
WITH numbered AS (
    SELECT {{key}}, {{what}}, {{at}},
           row_number() OVER (PARTITION BY {{key}} ORDER BY {{order}}) AS rn
    FROM {{table}}
    WHERE {{what}} IS NOT NULL
)
SELECT {{key}}, {{what}}, {{at}}
FROM numbered
WHERE rn = 1;

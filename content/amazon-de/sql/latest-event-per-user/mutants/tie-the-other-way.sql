-- mistake: wrong-direction
-- lesson: Of two {{events}} at the same moment this keeps the wrong one: {{id}} is sorted the other way round.
WITH numbered AS (
    SELECT {{key}}, {{what}}, {{at}},
           row_number() OVER (PARTITION BY {{key}} ORDER BY {{other_tie}}) AS rn
    FROM {{table}}
)
SELECT {{key}}, {{what}}, {{at}}
FROM numbered
WHERE rn = 1;

-- mistake: wrong-partition
-- lesson: With {{what}} in PARTITION BY this keeps the latest of each {{what}}, so a {{key_name}} comes back several times.
WITH numbered AS (
    SELECT {{key}}, {{what}}, {{at}},
           row_number() OVER (PARTITION BY {{key}}, {{what}} ORDER BY {{order}}) AS rn
    FROM {{table}}
)
SELECT {{key}}, {{what}}, {{at}}
FROM numbered
WHERE rn = 1;

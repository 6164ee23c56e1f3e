-- mistake: missing-partition
-- lesson: Without PARTITION BY {{key}} there is one number one for the whole table, so one {{key_name}} comes back.
WITH numbered AS (
    SELECT {{key}}, {{what}}, {{at}},
           row_number() OVER (ORDER BY {{order}}) AS rn
    FROM {{table}}
)
SELECT {{key}}, {{what}}, {{at}}
FROM numbered
WHERE rn = 1;

-- name: row_number() from the newest, keep number one
-- note: the usual way; the id at the end makes the order total
WITH numbered AS (
    SELECT {{key}}, {{what}}, {{at}},
           row_number() OVER (PARTITION BY {{key}} ORDER BY {{order}}) AS rn
    FROM {{table}}
)
SELECT {{key}}, {{what}}, {{at}}
FROM numbered
WHERE rn = 1;

-- mistake: nulls-sort-first
-- lesson: In descending order NULL comes first, so a change from the old system is taken for the latest; write NULLS LAST.
-- variants: contracts
WITH numbered AS (
    SELECT {{key}}, {{what}}, {{at}},
           row_number() OVER (PARTITION BY {{key}} ORDER BY {{at}} DESC, {{id}} DESC) AS rn
    FROM {{table}}
)
SELECT {{key}}, {{what}}, {{at}}
FROM numbered
WHERE rn = 1;

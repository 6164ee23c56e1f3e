-- mistake: no-tie-break
-- lesson: Two {{events}} at the same moment, or both without a time, have no order here; add {{id}} as the contract says.
-- variants: contracts
WITH numbered AS (
    SELECT {{key}}, {{what}}, {{at}},
           row_number() OVER (PARTITION BY {{key}} ORDER BY {{at}} DESC NULLS LAST) AS rn
    FROM {{table}}
)
SELECT {{key}}, {{what}}, {{at}}
FROM numbered
WHERE rn = 1;

-- mistake: no-tie-break
-- lesson: Two {{events}} at the same moment have no order here, so either may be number one; add {{id}} as the contract says.
-- variants: app, parcels, meters
WITH numbered AS (
    SELECT {{key}}, {{what}}, {{at}},
           row_number() OVER (PARTITION BY {{key}} ORDER BY {{at}} DESC) AS rn
    FROM {{table}}
)
SELECT {{key}}, {{what}}, {{at}}
FROM numbered
WHERE rn = 1;

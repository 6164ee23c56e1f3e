-- mistake: no-tie-break
-- lesson: Two {{touches}} at the same moment have no order here, so first and last are left to chance; add {{id}}.
WITH numbered AS (
    SELECT g.{{who}}, t.{{where_to}},
           row_number() OVER (PARTITION BY g.{{who}} ORDER BY t.{{at}}) AS from_start,
           row_number() OVER (PARTITION BY g.{{who}} ORDER BY t.{{at}} DESC) AS from_end
    FROM {{goals}} g
    LEFT JOIN {{table}} t ON t.{{who}} = g.{{who}} AND {{counts}}
)
SELECT {{who}},
       max(CASE WHEN from_start = 1 THEN {{where_to}} END) AS first_{{where_to}},
       max(CASE WHEN from_end = 1 THEN {{where_to}} END) AS last_{{where_to}}
FROM numbered
GROUP BY {{who}};

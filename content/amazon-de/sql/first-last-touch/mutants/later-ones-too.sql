-- mistake: open-bound
-- lesson: Nothing stops at the time of {{goal}}, so a later {{touch}} becomes the last one.
WITH numbered AS (
    SELECT g.{{who}}, t.{{where_to}},
           row_number() OVER (PARTITION BY g.{{who}} ORDER BY t.{{at}}, t.{{id}}) AS from_start,
           row_number() OVER (PARTITION BY g.{{who}} ORDER BY t.{{at}} DESC, t.{{id}} DESC) AS from_end
    FROM {{goals}} g
    LEFT JOIN {{table}} t ON t.{{who}} = g.{{who}} AND {{no_upper}}
)
SELECT {{who}},
       max(CASE WHEN from_start = 1 THEN {{where_to}} END) AS first_{{where_to}},
       max(CASE WHEN from_end = 1 THEN {{where_to}} END) AS last_{{where_to}}
FROM numbered
GROUP BY {{who}};

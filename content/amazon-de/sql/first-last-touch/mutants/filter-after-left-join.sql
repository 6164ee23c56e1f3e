-- mistake: right-filter-in-where
-- lesson: The condition on the time stands in WHERE, so those without a {{touch}} that counts vanish; put it into ON.
WITH numbered AS (
    SELECT g.{{who}}, t.{{where_to}},
           row_number() OVER (PARTITION BY g.{{who}} ORDER BY t.{{at}}, t.{{id}}) AS from_start,
           row_number() OVER (PARTITION BY g.{{who}} ORDER BY t.{{at}} DESC, t.{{id}} DESC) AS from_end
    FROM {{goals}} g
    LEFT JOIN {{table}} t ON t.{{who}} = g.{{who}}
    WHERE {{counts}}
)
SELECT {{who}},
       max(CASE WHEN from_start = 1 THEN {{where_to}} END) AS first_{{where_to}},
       max(CASE WHEN from_end = 1 THEN {{where_to}} END) AS last_{{where_to}}
FROM numbered
GROUP BY {{who}};

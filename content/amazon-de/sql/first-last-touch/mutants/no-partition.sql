-- mistake: missing-partition
-- lesson: Without PARTITION BY only one {{touch}} of the whole table is first, so nearly everyone gets NULL.
WITH numbered AS (
    SELECT g.{{who}}, t.{{where_to}},
           row_number() OVER (ORDER BY t.{{at}}, t.{{id}}) AS from_start,
           row_number() OVER (ORDER BY t.{{at}} DESC, t.{{id}} DESC) AS from_end
    FROM {{goals}} g
    LEFT JOIN {{table}} t ON t.{{who}} = g.{{who}} AND {{counts}}
)
SELECT {{who}},
       max(CASE WHEN from_start = 1 THEN {{where_to}} END) AS first_{{where_to}},
       max(CASE WHEN from_end = 1 THEN {{where_to}} END) AS last_{{where_to}}
FROM numbered
GROUP BY {{who}};

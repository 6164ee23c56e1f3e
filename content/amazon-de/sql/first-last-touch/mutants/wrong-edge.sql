-- mistake: window-edges
-- lesson: A {{touch}} exactly on the edge falls on the wrong side: < and <= are swapped.
WITH numbered AS (
    SELECT g.{{who}}, t.{{where_to}},
           row_number() OVER (PARTITION BY g.{{who}} ORDER BY t.{{at}}, t.{{id}}) AS from_start,
           row_number() OVER (PARTITION BY g.{{who}} ORDER BY t.{{at}} DESC, t.{{id}} DESC) AS from_end
    FROM {{goals}} g
    LEFT JOIN {{table}} t ON t.{{who}} = g.{{who}} AND {{wrong_edge}}
)
SELECT {{who}},
       max(CASE WHEN from_start = 1 THEN {{where_to}} END) AS first_{{where_to}},
       max(CASE WHEN from_end = 1 THEN {{where_to}} END) AS last_{{where_to}}
FROM numbered
GROUP BY {{who}};

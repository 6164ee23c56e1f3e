-- mistake: month-as-30-days
-- lesson: INTERVAL 1 month reaches back 28 to 31 days, so near the edge it takes in or leaves out other {{touches}}.
-- variants: bookings
WITH numbered AS (
    SELECT g.{{who}}, t.{{where_to}},
           row_number() OVER (PARTITION BY g.{{who}} ORDER BY t.{{at}}, t.{{id}}) AS from_start,
           row_number() OVER (PARTITION BY g.{{who}} ORDER BY t.{{at}} DESC, t.{{id}} DESC) AS from_end
    FROM {{goals}} g
    LEFT JOIN {{table}} t ON t.{{who}} = g.{{who}}
                        AND t.{{at}} <= g.{{goal_at}}
                        AND t.{{at}} >= g.{{goal_at}} - INTERVAL '1 month'
)
SELECT {{who}},
       max(CASE WHEN from_start = 1 THEN {{where_to}} END) AS first_{{where_to}},
       max(CASE WHEN from_end = 1 THEN {{where_to}} END) AS last_{{where_to}}
FROM numbered
GROUP BY {{who}};

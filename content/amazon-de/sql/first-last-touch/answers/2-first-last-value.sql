-- name: first_value() and last_value() over the whole partition
-- note: last_value() needs the frame up to UNBOUNDED FOLLOWING
SELECT DISTINCT
       g.{{who}},
       first_value(t.{{where_to}}) OVER w AS first_{{where_to}},
       last_value(t.{{where_to}}) OVER w AS last_{{where_to}}
FROM {{goals}} g
LEFT JOIN {{table}} t ON t.{{who}} = g.{{who}} AND {{counts}}
WINDOW w AS (PARTITION BY g.{{who}}
             ORDER BY t.{{at}}, t.{{id}}
             ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING);

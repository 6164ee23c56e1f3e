-- mistake: last-value-default-frame
-- lesson: Without a frame last_value() ends at the current row, so each {{touch}} is its own last one and the answer repeats.
SELECT DISTINCT
       g.{{who}},
       first_value(t.{{where_to}}) OVER w AS first_{{where_to}},
       last_value(t.{{where_to}}) OVER w AS last_{{where_to}}
FROM {{goals}} g
LEFT JOIN {{table}} t ON t.{{who}} = g.{{who}} AND {{counts}}
WINDOW w AS (PARTITION BY g.{{who}} ORDER BY t.{{at}}, t.{{id}});

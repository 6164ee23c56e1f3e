-- mistake: maxima-mixed
-- lesson: min() and max() of {{where_to}} follow the alphabet, not the time.
SELECT g.{{who}},
       min(t.{{where_to}}) AS first_{{where_to}},
       max(t.{{where_to}}) AS last_{{where_to}}
FROM {{goals}} g
LEFT JOIN {{table}} t ON t.{{who}} = g.{{who}} AND {{counts}}
GROUP BY g.{{who}};

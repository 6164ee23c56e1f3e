-- mistake: wrong-partition
-- lesson: The month is missing in PARTITION BY, so the sum goes on from the month before.
-- variants: budget
SELECT e.{{key}}, e.{{id}},
       sum(e.{{money}}) OVER (PARTITION BY e.{{key}}
                          ORDER BY {{order}}
                          {{frame}}) AS running_{{total}}
FROM {{table}} e;

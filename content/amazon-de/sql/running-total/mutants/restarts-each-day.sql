-- mistake: wrong-partition
-- lesson: With the day in PARTITION BY the sum starts again every morning.
SELECT e.{{key}}, e.{{id}},
       sum(e.{{money}}) OVER (PARTITION BY e.{{key}}, CAST(e.{{at}} AS DATE)
                          ORDER BY {{order}}
                          {{frame}}) AS running_{{total}}
FROM {{table}} e;

-- mistake: month-without-year
-- lesson: extract(month) continues the sum of the same month of the year before; partition by date_trunc.
-- variants: budget
SELECT e.{{key}}, e.{{id}},
       sum(e.{{money}}) OVER (PARTITION BY e.{{key}}, extract(month FROM e.{{at}})
                          ORDER BY {{order}}
                          {{frame}}) AS running_{{total}}
FROM {{table}} e;

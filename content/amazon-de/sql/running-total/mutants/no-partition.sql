-- mistake: missing-partition
-- lesson: Without PARTITION BY one sum runs through all {{rows}} of everybody.
SELECT e.{{key}}, e.{{id}},
       sum(e.{{money}}) OVER (
                          ORDER BY {{order}}
                          {{frame}}) AS running_{{total}}
FROM {{table}} e;

-- mistake: wrong-direction
-- lesson: The order runs from the newest back, so each {{row}} shows what is still to come, not what was.
SELECT e.{{key}}, e.{{id}},
       sum(e.{{money}}) OVER ({{part}}
                          ORDER BY {{reverse}}
                          {{frame}}) AS running_{{total}}
FROM {{table}} e;

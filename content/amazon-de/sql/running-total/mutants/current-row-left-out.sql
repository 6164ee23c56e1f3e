-- mistake: frame-off-by-one
-- lesson: The frame ends one row too early, so each {{row}} shows the sum before it.
-- variants: wallet, points, budget
SELECT e.{{key}}, e.{{id}},
       sum(e.{{money}}) OVER ({{part}}
                          ORDER BY {{order}}
                          ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS running_{{total}}
FROM {{table}} e;

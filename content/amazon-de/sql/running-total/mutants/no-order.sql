-- mistake: partial-order
-- lesson: Without ORDER BY the window sums the whole group, so every {{row}} shows the final sum.
SELECT e.{{key}}, e.{{id}},
       sum(e.{{money}}) OVER ({{part}}) AS running_{{total}}
FROM {{table}} e;

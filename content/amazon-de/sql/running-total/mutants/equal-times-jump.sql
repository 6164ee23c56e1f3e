-- mistake: range-frame-default
-- lesson: Ordered by time alone and without a frame, {{rows}} at the same moment all show the sum after the last of them.
-- variants: wallet, points, budget
SELECT e.{{key}}, e.{{id}},
       sum(e.{{money}}) OVER ({{part}}
                          ORDER BY e.{{at}}) AS running_{{total}}
FROM {{table}} e;

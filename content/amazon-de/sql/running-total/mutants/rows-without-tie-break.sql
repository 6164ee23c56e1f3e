-- mistake: no-tie-break
-- lesson: ROWS goes one by one, but nothing orders {{rows}} at the same moment, so what stands between them is chance.
SELECT e.{{key}}, e.{{id}},
       sum(e.{{money}}) OVER ({{part}}
                          ORDER BY e.{{at}}
                          ROWS UNBOUNDED PRECEDING) AS running_{{total}}
FROM {{table}} e;

-- mistake: equal-timestamps
-- lesson: With {{id}} in the order {{rows}} at the same moment are added one by one; here all show the sum after all of them.
-- variants: stock
SELECT e.{{key}}, e.{{id}},
       sum(e.{{money}}) OVER ({{part}}
                          ORDER BY e.{{at}}, e.{{id}}) AS running_{{total}}
FROM {{table}} e;

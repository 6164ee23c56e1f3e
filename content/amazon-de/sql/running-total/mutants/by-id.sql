-- mistake: partial-order
-- lesson: Ordered by {{id}} alone, the sum follows the order of the ids and not the order of time.
SELECT e.{{key}}, e.{{id}},
       sum(e.{{money}}) OVER ({{part}}
                          ORDER BY e.{{id}}
                          ROWS UNBOUNDED PRECEDING) AS running_{{total}}
FROM {{table}} e;

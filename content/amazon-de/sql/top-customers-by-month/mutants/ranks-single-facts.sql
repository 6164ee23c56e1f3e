-- mistake: window-over-detail
-- lesson: This ranks single {{table}}, not {{people}}: two {{table}} of one {{person}} in a month are never added up.
WITH ranked AS (
    SELECT CAST(date_trunc('month', t.{{at}}) AS DATE) AS month,
           t.{{who}},
           {{value}} AS total,
           {{rank}}() OVER (PARTITION BY date_trunc('month', t.{{at}})
                            ORDER BY {{value}} DESC{{break}}) AS place
    FROM {{table}} t
)
SELECT r.month, p.name, r.total AS {{total}}
FROM ranked r
JOIN {{people}} p ON p.{{who}} = r.{{who}}
WHERE r.place <= {{keep}};

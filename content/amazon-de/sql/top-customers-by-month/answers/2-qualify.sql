-- name: one grouped query with QUALIFY
-- note: short where the dialect has QUALIFY; the window runs after GROUP BY
SELECT CAST(date_trunc('month', t.{{at}}) AS DATE) AS month,
       p.name,
       sum({{value}}) AS {{total}}
FROM {{table}} t
JOIN {{people}} p ON p.{{who}} = t.{{who}}
GROUP BY date_trunc('month', t.{{at}}), t.{{who}}, p.name
QUALIFY {{rank}}() OVER (
            PARTITION BY date_trunc('month', t.{{at}})
            ORDER BY sum({{value}}) DESC{{break}}) <= {{keep}};

-- mistake: global-limit
-- lesson: LIMIT counts rows of the whole answer, so the first months use it up and later ones get nothing; rank inside each month.
SELECT CAST(date_trunc('month', t.{{at}}) AS DATE) AS month,
       p.name,
       sum({{value}}) AS {{total}}
FROM {{table}} t
JOIN {{people}} p ON p.{{who}} = t.{{who}}
GROUP BY 1, t.{{who}}, p.name
ORDER BY month, {{total}} DESC{{break}}
LIMIT {{keep}};

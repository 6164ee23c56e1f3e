-- mistake: global-limit
-- lesson: LIMIT counts rows of the whole answer, so only the first month is shown; a limit for each month needs a ranking.
SELECT CAST(date_trunc('month', t.{{at}}) AS DATE) AS month,
       p.name,
       sum({{value}}) AS {{total}}
FROM {{table}} t
JOIN {{people}} p ON p.{{who}} = t.{{who}}
GROUP BY 1, t.{{who}}, p.name
ORDER BY month, {{total}} DESC{{break}}
LIMIT {{keep}};

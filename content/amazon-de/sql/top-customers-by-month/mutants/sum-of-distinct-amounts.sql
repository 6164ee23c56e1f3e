-- mistake: sum-distinct
-- lesson: sum(DISTINCT ...) counts two {{table}} of the same {{money}} once, so a {{person}} with two equal ones is short.
WITH monthly AS (
    SELECT CAST(date_trunc('month', t.{{at}}) AS DATE) AS month,
           t.{{who}},
           sum(DISTINCT {{value}}) AS total
    FROM {{table}} t
    GROUP BY 1, 2
),
ranked AS (
    SELECT month, {{who}}, total,
           {{rank}}() OVER (PARTITION BY month ORDER BY total DESC{{break}}) AS place
    FROM monthly t
)
SELECT r.month, p.name, r.total AS {{total}}
FROM ranked r
JOIN {{people}} p ON p.{{who}} = r.{{who}}
WHERE r.place <= {{keep}};

-- mistake: sum-of-nothing
-- lesson: Filtering unsettled {{table}} away also removes the {{people}} who have nothing else; they should show 0.
-- variants: market
WITH monthly AS (
    SELECT CAST(date_trunc('month', t.{{at}}) AS DATE) AS month,
           t.{{who}},
           sum(t.{{money}}) AS total
    FROM {{table}} t
    WHERE t.{{money}} IS NOT NULL
    GROUP BY 1, 2
),
ranked AS (
    SELECT month, {{who}}, total,
           rank() OVER (PARTITION BY month ORDER BY total DESC) AS place
    FROM monthly
)
SELECT r.month, p.name, r.total AS {{total}}
FROM ranked r
JOIN {{people}} p ON p.{{who}} = r.{{who}}
WHERE r.place <= {{keep}};

-- mistake: no-tie-break
-- lesson: With equal {{total}} nothing says who comes first, so the choice at the cut is left to chance; add {{who}} to the order.
-- variants: rides
WITH monthly AS (
    SELECT CAST(date_trunc('month', t.{{at}}) AS DATE) AS month,
           t.{{who}},
           sum({{value}}) AS total
    FROM {{table}} t
    GROUP BY 1, 2
),
ranked AS (
    SELECT month, {{who}}, total,
           row_number() OVER (PARTITION BY month ORDER BY total DESC) AS place
    FROM monthly t
)
SELECT r.month, p.name, r.total AS {{total}}
FROM ranked r
JOIN {{people}} p ON p.{{who}} = r.{{who}}
WHERE r.place <= {{keep}};

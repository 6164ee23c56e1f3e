-- mistake: no-tie-break
-- lesson: rank() keeps every {{person}} of a tie at the cut, so a month can have more than {{keep}} rows.
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
           rank() OVER (PARTITION BY month ORDER BY total DESC) AS place
    FROM monthly t
)
SELECT r.month, p.name, r.total AS {{total}}
FROM ranked r
JOIN {{people}} p ON p.{{who}} = r.{{who}}
WHERE r.place <= {{keep}};

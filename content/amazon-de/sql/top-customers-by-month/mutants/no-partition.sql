-- mistake: missing-partition
-- lesson: Without PARTITION BY month there is one ranking for all months, and weaker months get no row.
WITH monthly AS (
    SELECT CAST(date_trunc('month', t.{{at}}) AS DATE) AS month,
           t.{{who}},
           sum({{value}}) AS total
    FROM {{table}} t
    GROUP BY 1, 2
),
ranked AS (
    SELECT month, {{who}}, total,
           {{rank}}() OVER (ORDER BY total DESC{{break}}) AS place
    FROM monthly t
)
SELECT r.month, p.name, r.total AS {{total}}
FROM ranked r
JOIN {{people}} p ON p.{{who}} = r.{{who}}
WHERE r.place <= {{keep}};

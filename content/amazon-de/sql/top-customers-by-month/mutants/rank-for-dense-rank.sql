-- mistake: rank-for-distinct
-- lesson: rank() leaves a gap after a tie, so the second distinct {{total}} gets place 3 when two {{people}} share the first.
-- variants: video
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

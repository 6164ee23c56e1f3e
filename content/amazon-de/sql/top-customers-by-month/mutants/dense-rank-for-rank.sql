-- mistake: rank-for-distinct
-- lesson: dense_rank() leaves no gap after a tie, so {{people}} below place {{keep}} move up into the list.
-- variants: shop, ads, market
WITH monthly AS (
    SELECT CAST(date_trunc('month', t.{{at}}) AS DATE) AS month,
           t.{{who}},
           sum({{value}}) AS total
    FROM {{table}} t
    GROUP BY 1, 2
),
ranked AS (
    SELECT month, {{who}}, total,
           dense_rank() OVER (PARTITION BY month ORDER BY total DESC) AS place
    FROM monthly t
)
SELECT r.month, p.name, r.total AS {{total}}
FROM ranked r
JOIN {{people}} p ON p.{{who}} = r.{{who}}
WHERE r.place <= {{keep}};

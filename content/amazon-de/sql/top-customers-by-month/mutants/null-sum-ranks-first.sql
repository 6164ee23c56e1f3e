-- mistake: nulls-sort-first
-- lesson: A {{person}} with only unsettled {{table}} has a sum of NULL, and NULL comes first in descending order; turn it into 0.
-- variants: market
WITH monthly AS (
    SELECT CAST(date_trunc('month', t.{{at}}) AS DATE) AS month,
           t.{{who}},
           sum(t.{{money}}) AS total
    FROM {{table}} t
    GROUP BY 1, 2
),
ranked AS (
    SELECT month, {{who}}, total,
           rank() OVER (PARTITION BY month ORDER BY total DESC) AS place
    FROM monthly
)
SELECT r.month, p.name, coalesce(r.total, 0) AS {{total}}
FROM ranked r
JOIN {{people}} p ON p.{{who}} = r.{{who}}
WHERE r.place <= {{keep}};

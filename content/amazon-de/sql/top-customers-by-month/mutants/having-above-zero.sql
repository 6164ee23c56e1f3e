-- mistake: zero-as-missing
-- lesson: HAVING sum > 0 drops {{people}} whose {{total}} in the month is 0, although 0 is a value and can take a place.
WITH monthly AS (
    SELECT CAST(date_trunc('month', t.{{at}}) AS DATE) AS month,
           t.{{who}},
           sum({{value}}) AS total
    FROM {{table}} t
    GROUP BY 1, 2
    HAVING sum({{value}}) > 0
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

-- mistake: group-key
-- lesson: Grouping by name melts two {{people}} with the same name into one; group by {{who}} and only show the name.
WITH monthly AS (
    SELECT CAST(date_trunc('month', t.{{at}}) AS DATE) AS month,
           p.name,
           min(t.{{who}}) AS {{who}},
           sum({{value}}) AS total
    FROM {{table}} t
    JOIN {{people}} p ON p.{{who}} = t.{{who}}
    GROUP BY 1, 2
),
ranked AS (
    SELECT month, name, total,
           {{rank}}() OVER (PARTITION BY month ORDER BY total DESC{{break}}) AS place
    FROM monthly t
)
SELECT month, name, total AS {{total}}
FROM ranked
WHERE place <= {{keep}};

-- name: self-join with those ahead, then HAVING
-- note: the same count as a join; LEFT keeps the first place, which has nobody ahead
WITH monthly AS (
    SELECT CAST(date_trunc('month', t.{{at}}) AS DATE) AS month,
           t.{{who}},
           p.name,
           sum({{value}}) AS total
    FROM {{table}} t
    JOIN {{people}} p ON p.{{who}} = t.{{who}}
    GROUP BY 1, 2, 3
)
SELECT a.month, a.name, a.total AS {{total}}
FROM monthly a
LEFT JOIN monthly b ON b.month = a.month AND {{ahead}}
GROUP BY a.month, a.{{who}}, a.name, a.total
HAVING {{count}} < {{keep}};

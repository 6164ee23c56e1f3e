-- name: count who is ahead, in a correlated subquery
-- note: without windows; the number of places ahead decides
WITH monthly AS (
    SELECT CAST(date_trunc('month', t.{{at}}) AS DATE) AS month,
           t.{{who}},
           sum({{value}}) AS total
    FROM {{table}} t
    GROUP BY 1, 2
)
SELECT a.month, p.name, a.total AS {{total}}
FROM monthly a
JOIN {{people}} p ON p.{{who}} = a.{{who}}
WHERE (SELECT {{count}}
       FROM monthly b
       WHERE b.month = a.month
         AND {{ahead}}) < {{keep}};

-- mistake: equal-timestamps
-- lesson: Joining back on the first and last time finds every {{touch}} at that moment, so equal times give more than one row.
WITH ends AS (
    SELECT g.{{who}}, min(t.{{at}}) AS first_at, max(t.{{at}}) AS last_at
    FROM {{goals}} g
    LEFT JOIN {{table}} t ON t.{{who}} = g.{{who}} AND {{counts}}
    GROUP BY g.{{who}}
)
SELECT e.{{who}}, f.{{where_to}} AS first_{{where_to}}, l.{{where_to}} AS last_{{where_to}}
FROM ends e
LEFT JOIN {{table}} f ON f.{{who}} = e.{{who}} AND f.{{at}} = e.first_at
LEFT JOIN {{table}} l ON l.{{who}} = e.{{who}} AND l.{{at}} = e.last_at;

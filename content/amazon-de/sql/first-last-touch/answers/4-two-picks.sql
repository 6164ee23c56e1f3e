-- name: pick both rows by NOT EXISTS, then join
-- note: no window; first means nothing comes before it, last means nothing comes after it
WITH counted AS (
    SELECT t.{{id}}, t.{{who}}, t.{{at}}, t.{{where_to}}
    FROM {{table}} t
    JOIN {{goals}} g ON g.{{who}} = t.{{who}} AND {{counts}}
),
firsts AS (
    SELECT c.{{who}}, c.{{where_to}}
    FROM counted c
    WHERE NOT EXISTS (SELECT 1 FROM counted b
                      WHERE b.{{who}} = c.{{who}}
                        AND (b.{{at}} < c.{{at}} OR (b.{{at}} = c.{{at}} AND b.{{id}} < c.{{id}})))
),
lasts AS (
    SELECT c.{{who}}, c.{{where_to}}
    FROM counted c
    WHERE NOT EXISTS (SELECT 1 FROM counted b
                      WHERE b.{{who}} = c.{{who}}
                        AND (b.{{at}} > c.{{at}} OR (b.{{at}} = c.{{at}} AND b.{{id}} > c.{{id}})))
)
SELECT g.{{who}}, f.{{where_to}} AS first_{{where_to}}, l.{{where_to}} AS last_{{where_to}}
FROM {{goals}} g
LEFT JOIN firsts f ON f.{{who}} = g.{{who}}
LEFT JOIN lasts l ON l.{{who}} = g.{{who}};

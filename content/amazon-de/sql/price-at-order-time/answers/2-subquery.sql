-- name: a correlated subquery that takes the newest version so far
-- note: shortest to say aloud; fine when a thing has few versions
SELECT t.{{fact_id}}, t.{{price}}, t.{{qty}} * t.{{price}} AS {{amount}}
FROM (
  SELECT f.{{fact_id}}, f.{{qty}},
         (SELECT v.{{price}}
          FROM {{versions}} v
          WHERE v.{{key}} = f.{{key}} AND v.{{start}} {{upto}} f.{{at}}
          ORDER BY v.{{start}} DESC
          LIMIT 1) AS {{price}}
  FROM {{facts}} f
) t
{{only_found}};

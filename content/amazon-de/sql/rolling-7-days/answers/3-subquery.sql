-- name: the window as a correlated subquery on the raw rows
-- note: short and hard to get wrong, slow where days are many
WITH daily AS (
  {{daily}}
)
SELECT d.{{key}}, d.day, d.{{units}},
       (SELECT CAST(sum(s.{{units}}) AS DOUBLE)
        FROM {{table}} s
        WHERE s.{{key}} = d.{{key}}
          AND s.{{date}} > d.day - {{width}}
          AND s.{{date}} <= d.day) / {{width}} AS average
FROM daily d
WHERE EXISTS (SELECT 1
              FROM {{table}} f
              WHERE f.{{key}} = d.{{key}} AND f.{{date}} <= d.day - {{back}})

-- name: the window as a correlated subquery
-- note: short and hard to get wrong; reads a {{place}}'s rows again for each of its days
WITH daily AS (
  {{daily}}
)
SELECT d.{{key}}, d.day, d.{{units}},
       (SELECT CAST(coalesce(sum(s.{{units}}), 0) AS DOUBLE)
        FROM {{table}} s
        WHERE s.{{key}} = d.{{key}}
          AND s.{{date}} > d.day - {{width}}
          AND s.{{date}} <= d.day) / {{width}} AS average
FROM daily d
WHERE d.day >= (SELECT min(f.{{date}}) + {{back}}
                FROM {{table}} f
                WHERE f.{{key}} = d.{{key}})

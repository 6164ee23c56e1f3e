-- name: the window as a correlated subquery
-- note: short and hard to get wrong; reads a {{place}}'s days again for each of them
WITH daily AS (
  {{daily}}
)
SELECT d.{{key}}, d.day, d.{{units}},
       (SELECT CAST(sum(w.{{units}}) AS DOUBLE)
        FROM daily w
        WHERE w.{{key}} = d.{{key}}
          AND w.day > d.day - {{width}}
          AND w.day <= d.day) / {{width}} AS average
FROM daily d
WHERE EXISTS (SELECT 1
              FROM daily f
              WHERE f.{{key}} = d.{{key}} AND f.day <= d.day - {{back}})

-- name: each day joined to the rows of its window
WITH daily AS (
  {{daily}}
),
opened AS (
  SELECT {{key}}, min({{date}}) AS first_day
  FROM {{table}}
  GROUP BY {{key}}
)
SELECT d.{{key}}, d.day, d.{{units}}, coalesce(sum(w.{{units}}), 0) * 1.0 / {{width}} AS average
FROM daily d
JOIN opened o ON o.{{key}} = d.{{key}} AND d.day >= o.first_day + {{back}}
LEFT JOIN {{table}} w ON w.{{key}} = d.{{key}} AND w.{{date}} BETWEEN d.day - {{back}} AND d.day
GROUP BY d.{{key}}, d.day, d.{{units}}

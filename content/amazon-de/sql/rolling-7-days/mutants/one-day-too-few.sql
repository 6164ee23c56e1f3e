-- mistake: window-edges
-- lesson: day > d.day - {{back}} leaves out the first day of the window.
WITH daily AS (
  {{daily}}
),
opened AS (
  SELECT {{key}}, min(day) AS first_day
  FROM daily
  GROUP BY {{key}}
)
SELECT d.{{key}}, d.day, d.{{units}}, sum(w.{{units}}) / {{width}}.0 AS average
FROM daily d
JOIN opened o ON o.{{key}} = d.{{key}} AND d.day >= o.first_day + {{back}}
JOIN daily w ON w.{{key}} = d.{{key}} AND w.day > d.day - {{back}} AND w.day <= d.day
GROUP BY d.{{key}}, d.day, d.{{units}}

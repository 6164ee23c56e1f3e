-- mistake: half-key-join
-- lesson: The window is joined by day alone, so it adds the {{units}} of the other {{places}}.
WITH daily AS (
  {{daily}}
),
opened AS (
  SELECT {{key}}, min(day) AS first_day
  FROM daily
  GROUP BY {{key}}
)
SELECT d.{{key}}, d.day, d.{{units}}, sum(w.{{units}}) * 1.0 / {{width}} AS average
FROM daily d
JOIN opened o ON o.{{key}} = d.{{key}} AND d.day >= o.first_day + {{back}}
JOIN daily w ON w.day BETWEEN d.day - {{back}} AND d.day
GROUP BY d.{{key}}, d.day, d.{{units}}

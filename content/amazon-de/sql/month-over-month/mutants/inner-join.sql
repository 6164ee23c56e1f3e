-- mistake: inner-join-drops-zero
-- lesson: An inner join drops each {{grain}} that has no {{grain}} before it, such as the first of every {{group}}.
WITH monthly AS (
  SELECT {{group}},
         CAST(date_trunc('{{grain}}', {{at}}) AS DATE) AS {{grain}},
         sum({{amount}}) AS revenue
  FROM {{table}}
  GROUP BY 1, 2
),
paired AS (
  SELECT m.{{group}}, m.{{grain}}, m.revenue, p.revenue AS earlier
  FROM monthly m
  JOIN monthly p
    ON p.{{group}} = m.{{group}}
   AND p.{{grain}} = m.{{grain}} - INTERVAL '{{step}}'
)
SELECT {{group}}, {{grain}}, revenue,
       {{previous}} AS previous,
       100.0 * (revenue - earlier) / nullif(earlier, 0) AS change_pct
FROM paired
WHERE {{grain}} >= DATE '{{since}}'
  AND {{grain}} < DATE '{{until}}'
ORDER BY {{group}}, {{grain}}

-- mistake: window-over-detail
-- lesson: lag() over single {{things}} finds the {{thing}} before, not the {{grain}} before.
WITH lagged AS (
  SELECT {{group}},
         CAST(date_trunc('{{grain}}', {{at}}) AS DATE) AS {{grain}},
         {{amount}},
         lag({{amount}}) OVER (PARTITION BY {{group}} ORDER BY {{at}}, {{id}}) AS amount_before
  FROM {{table}}
),
paired AS (
  SELECT {{group}}, {{grain}}, sum({{amount}}) AS revenue, sum(amount_before) AS earlier
  FROM lagged
  GROUP BY {{group}}, {{grain}}
)
SELECT {{group}}, {{grain}}, revenue,
       {{previous}} AS previous,
       100.0 * (revenue - earlier) / nullif(earlier, 0) AS change_pct
FROM paired
WHERE {{grain}} >= DATE '{{since}}'
  AND {{grain}} < DATE '{{until}}'
ORDER BY {{group}}, {{grain}}

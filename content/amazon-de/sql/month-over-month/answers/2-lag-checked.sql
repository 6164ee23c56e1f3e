-- name: lag(), kept only when it really is the month before
-- note: lag() looks one row back; the comparison of the two dates makes it one period back
WITH monthly AS (
  SELECT {{group}},
         CAST(date_trunc('{{grain}}', {{at}}) AS DATE) AS {{grain}},
         sum({{amount}}) AS revenue
  FROM {{table}}
  GROUP BY 1, 2
),
lagged AS (
  SELECT {{group}}, {{grain}}, revenue,
         lag({{grain}}) OVER (PARTITION BY {{group}} ORDER BY {{grain}}) AS row_before,
         lag(revenue) OVER (PARTITION BY {{group}} ORDER BY {{grain}}) AS revenue_before
  FROM monthly
),
paired AS (
  SELECT {{group}}, {{grain}}, revenue,
         CASE WHEN row_before = {{grain}} - INTERVAL '{{step}}' THEN revenue_before END AS earlier
  FROM lagged
)
SELECT {{group}}, {{grain}}, revenue,
       {{previous}} AS previous,
       100.0 * (revenue - earlier) / nullif(earlier, 0) AS change_pct
FROM paired
WHERE {{grain}} >= DATE '{{since}}'
  AND {{grain}} < DATE '{{until}}'
ORDER BY {{group}}, {{grain}}

-- mistake: lag-without-partition
-- lesson: Without PARTITION BY the first {{grain}} of one {{group}} is compared with a {{grain}} of another.
WITH monthly AS (
  SELECT {{group}},
         CAST(date_trunc('{{grain}}', {{at}}) AS DATE) AS {{grain}},
         sum({{amount}}) AS revenue
  FROM {{table}}
  GROUP BY 1, 2
),
lagged AS (
  SELECT {{group}}, {{grain}}, revenue,
         lag({{grain}}) OVER (ORDER BY {{grain}}, {{group}}) AS row_before,
         lag(revenue) OVER (ORDER BY {{grain}}, {{group}}) AS revenue_before
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

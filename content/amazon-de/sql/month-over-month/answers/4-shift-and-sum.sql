-- name: every row counted twice, once for its month and once for the next
-- note: no self-join; the marker on the shifted copy tells a month without rows from a month worth 0
WITH both_months AS (
  SELECT {{group}}, CAST(date_trunc('{{grain}}', {{at}}) AS DATE) AS {{grain}},
         {{amount}} AS now_amount, CAST(NULL AS INTEGER) AS then_amount
  FROM {{table}}
  UNION ALL
  SELECT {{group}}, CAST(date_trunc('{{grain}}', {{at}}) + INTERVAL '{{step}}' AS DATE),
         NULL, {{amount}}
  FROM {{table}}
),
paired AS (
  SELECT {{group}}, {{grain}}, sum(now_amount) AS revenue, sum(then_amount) AS earlier
  FROM both_months
  GROUP BY {{group}}, {{grain}}
  HAVING count(now_amount) > 0
)
SELECT {{group}}, {{grain}}, revenue,
       {{previous}} AS previous,
       100.0 * (revenue - earlier) / nullif(earlier, 0) AS change_pct
FROM paired
WHERE {{grain}} >= DATE '{{since}}'
  AND {{grain}} < DATE '{{until}}'
ORDER BY {{group}}, {{grain}}

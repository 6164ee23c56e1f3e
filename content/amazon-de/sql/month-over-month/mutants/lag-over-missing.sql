-- mistake: rows-frame-over-gaps
-- lesson: lag() takes the row before, so after a {{grain}} without {{things}} it compares with an older {{grain}}.
WITH monthly AS (
  SELECT {{group}},
         CAST(date_trunc('{{grain}}', {{at}}) AS DATE) AS {{grain}},
         sum({{amount}}) AS revenue
  FROM {{table}}
  GROUP BY 1, 2
),
paired AS (
  SELECT {{group}}, {{grain}}, revenue,
         lag(revenue) OVER (PARTITION BY {{group}} ORDER BY {{grain}}) AS earlier
  FROM monthly
)
SELECT {{group}}, {{grain}}, revenue,
       {{previous}} AS previous,
       100.0 * (revenue - earlier) / nullif(earlier, 0) AS change_pct
FROM paired
WHERE {{grain}} >= DATE '{{since}}'
  AND {{grain}} < DATE '{{until}}'
ORDER BY {{group}}, {{grain}}

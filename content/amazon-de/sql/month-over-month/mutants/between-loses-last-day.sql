-- mistake: between-on-timestamps
-- lesson: The date at the end of BETWEEN means midnight, so {{things}} later on {{last_text}} are missing from its revenue.
WITH monthly AS (
  SELECT {{group}},
         CAST(date_trunc('{{grain}}', {{at}}) AS DATE) AS {{grain}},
         sum({{amount}}) AS revenue
  FROM {{table}}
  WHERE {{at}} BETWEEN DATE '{{since}}' - INTERVAL '{{step}}' AND DATE '{{last}}'
  GROUP BY 1, 2
),
paired AS (
  SELECT m.{{group}}, m.{{grain}}, m.revenue, p.revenue AS earlier
  FROM monthly m
  LEFT JOIN monthly p
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

-- mistake: month-without-year
-- lesson: The number of the {{grain}} has no year: the first {{grain}} of a year finds none before it, and the others find those of every year.
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
  LEFT JOIN monthly p
    ON p.{{group}} = m.{{group}}
   AND extract({{grain}} FROM p.{{grain}}) = extract({{grain}} FROM m.{{grain}}) - 1
)
SELECT {{group}}, {{grain}}, revenue,
       {{previous}} AS previous,
       100.0 * (revenue - earlier) / nullif(earlier, 0) AS change_pct
FROM paired
WHERE {{grain}} >= DATE '{{since}}'
  AND {{grain}} < DATE '{{until}}'
ORDER BY {{group}}, {{grain}}

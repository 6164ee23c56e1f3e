-- mistake: window-edges
-- variants: shop, video, games
-- lesson: With < instead of <= the window ends on day 29, and {{people}} who come back on day 30 are lost.
WITH firsts AS (
  SELECT {{who}}, min(CAST({{at}} AS DATE)) AS first_day
  FROM {{table}}
  GROUP BY {{who}}
)
SELECT CAST(date_trunc('{{grain}}', f.first_day) AS DATE) AS {{cohort}},
       count(DISTINCT f.{{who}}) AS {{people}},
       count(DISTINCT t.{{who}}) AS retained,
       1.0 * count(DISTINCT t.{{who}}) / count(DISTINCT f.{{who}}) AS rate
FROM firsts f
LEFT JOIN {{table}} t
  ON t.{{who}} = f.{{who}}
 AND CAST(t.{{at}} AS DATE) > f.first_day
 AND CAST(t.{{at}} AS DATE) < f.first_day + {{hi}}
WHERE f.first_day >= DATE '{{since}}'
  AND f.first_day < DATE '{{until}}'
GROUP BY 1

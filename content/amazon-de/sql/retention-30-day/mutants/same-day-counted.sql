-- mistake: same-day-counted
-- variants: shop, video, games
-- lesson: A second {{act}} later on the first day is after the first one but still on day 0, and retains nobody.
WITH firsts AS (
  SELECT {{who}}, min({{at}}) AS first_at
  FROM {{table}}
  GROUP BY {{who}}
)
SELECT CAST(date_trunc('{{grain}}', f.first_at) AS DATE) AS {{cohort}},
       count(DISTINCT f.{{who}}) AS {{people}},
       count(DISTINCT t.{{who}}) AS retained,
       1.0 * count(DISTINCT t.{{who}}) / count(DISTINCT f.{{who}}) AS rate
FROM firsts f
LEFT JOIN {{table}} t
  ON t.{{who}} = f.{{who}}
 AND t.{{at}} > f.first_at
 AND CAST(t.{{at}} AS DATE) <= CAST(f.first_at AS DATE) + {{hi}}
WHERE f.first_at >= TIMESTAMP '{{since}}'
  AND f.first_at < TIMESTAMP '{{until}}'
GROUP BY 1

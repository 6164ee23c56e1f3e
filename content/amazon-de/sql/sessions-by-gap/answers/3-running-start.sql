-- name: every row carries the start of its session
-- note: a running max() of the start times names the session by its own start, so no number is needed
WITH stepped AS (
  SELECT {{who}}, {{id}}, {{at}},
         lag({{at}}) OVER (PARTITION BY {{who}} ORDER BY {{at}}, {{id}}) AS before_at
  FROM {{table}}
),
placed AS (
  SELECT {{who}}, {{at}},
         max(CASE WHEN before_at IS NULL OR {{at}} - before_at {{later}} INTERVAL '{{gap}} minutes'
                  THEN {{at}} END)
           OVER (PARTITION BY {{who}} ORDER BY {{at}}, {{id}} ROWS UNBOUNDED PRECEDING) AS started_at
  FROM stepped
)
SELECT {{who}}, started_at, max({{at}}) AS ended_at, count(*) AS {{things}}
FROM placed
WHERE started_at >= TIMESTAMP '{{since}}'
  AND started_at < TIMESTAMP '{{until}}'
GROUP BY {{who}}, started_at

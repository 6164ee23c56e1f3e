-- name: starts from distinct times, counted up to each row by a subquery
-- note: distinct times have a total order by themselves, so no tie-break is needed
WITH moments AS (
  SELECT {{who}}, {{at}}, count(*) AS rows_then
  FROM {{table}}
  GROUP BY {{who}}, {{at}}
),
flagged AS (
  SELECT {{who}}, {{at}}, rows_then,
         CASE WHEN {{at}} {{later}} lag({{at}}) OVER (PARTITION BY {{who}} ORDER BY {{at}})
                     + INTERVAL '{{gap}} minutes'
              THEN 1 ELSE 0 END AS opens
  FROM moments
),
numbered AS (
  SELECT m.{{who}}, m.{{at}}, m.rows_then,
         (SELECT count(*) FROM flagged f
          WHERE f.{{who}} = m.{{who}} AND f.opens = 1 AND f.{{at}} <= m.{{at}}) AS session
  FROM moments m
)
SELECT {{who}}, min({{at}}) AS started_at, max({{at}}) AS ended_at, sum(rows_then) AS {{things}}
FROM numbered
GROUP BY {{who}}, session
HAVING min({{at}}) >= TIMESTAMP '{{since}}'
   AND min({{at}}) < TIMESTAMP '{{until}}'

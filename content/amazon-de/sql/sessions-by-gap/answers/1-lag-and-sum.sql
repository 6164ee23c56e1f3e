-- name: a flag where a session opens, a running sum of the flags
-- note: the first row of a {{person}} has no row before it; its flag is 0 and the sum starts at 0, which is as good as 1
WITH flagged AS (
  SELECT {{who}}, {{id}}, {{at}},
         CASE WHEN {{at}} {{later}} lag({{at}}) OVER (PARTITION BY {{who}} ORDER BY {{at}}, {{id}})
                     + INTERVAL '{{gap}} minutes'
              THEN 1 ELSE 0 END AS opens
  FROM {{table}}
),
numbered AS (
  SELECT {{who}}, {{at}},
         sum(opens) OVER (PARTITION BY {{who}} ORDER BY {{at}}, {{id}}
                          ROWS UNBOUNDED PRECEDING) AS session
  FROM flagged
)
SELECT {{who}},
       min({{at}}) AS started_at,
       max({{at}}) AS ended_at,
       count(*) AS {{things}}
FROM numbered
GROUP BY {{who}}, session
HAVING min({{at}}) >= TIMESTAMP '{{since}}'
   AND min({{at}}) < TIMESTAMP '{{until}}'

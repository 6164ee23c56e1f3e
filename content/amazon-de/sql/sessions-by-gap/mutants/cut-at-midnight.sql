-- mistake: split-by-day
-- lesson: Days do not end sessions: one that runs past midnight is cut in two.
WITH flagged AS (
  SELECT {{who}}, {{id}}, {{at}},
         CASE WHEN {{at}} {{later}} lag({{at}}) OVER (PARTITION BY {{who}}, CAST({{at}} AS DATE) ORDER BY {{at}}, {{id}})
                     + INTERVAL '{{gap}} minutes'
              THEN 1 ELSE 0 END AS opens
  FROM {{table}}
),
numbered AS (
  SELECT {{who}}, {{at}}, CAST({{at}} AS DATE) AS day,
         sum(opens) OVER (PARTITION BY {{who}} ORDER BY {{at}}, {{id}}
                          ROWS UNBOUNDED PRECEDING) AS session
  FROM flagged
)
SELECT {{who}},
       min({{at}}) AS started_at,
       max({{at}}) AS ended_at,
       count(*) AS {{things}}
FROM numbered
GROUP BY {{who}}, day, session
HAVING min({{at}}) >= TIMESTAMP '{{since}}'
   AND min({{at}}) < TIMESTAMP '{{until}}'

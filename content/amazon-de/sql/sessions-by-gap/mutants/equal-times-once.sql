-- mistake: equal-timestamps
-- lesson: Two {{things}} at the same moment are two {{things}}; DISTINCT keeps one of them.
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
       count(DISTINCT {{at}}) AS {{things}}
FROM numbered
GROUP BY {{who}}, session
HAVING min({{at}}) >= TIMESTAMP '{{since}}'
   AND min({{at}}) < TIMESTAMP '{{until}}'

-- mistake: filter-before-window
-- lesson: With the dates in WHERE the rows before {{since_text}} are gone, so a session that was already running looks as if it started then.
WITH flagged AS (
  SELECT {{who}}, {{id}}, {{at}},
         CASE WHEN {{at}} {{later}} lag({{at}}) OVER (PARTITION BY {{who}} ORDER BY {{at}}, {{id}})
                     + INTERVAL '{{gap}} minutes'
              THEN 1 ELSE 0 END AS opens
  FROM {{table}}
  WHERE {{at}} >= TIMESTAMP '{{since}}'
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
HAVING min({{at}}) < TIMESTAMP '{{until}}'

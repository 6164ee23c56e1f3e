-- mistake: window-edges
-- lesson: date_diff() counts minute marks passed, not minutes gone by, so a gap of a few seconds more or less than {{gap}} minutes falls on the wrong side.
WITH flagged AS (
  SELECT {{who}}, {{id}}, {{at}},
         CASE WHEN date_diff('minute', lag({{at}}) OVER (PARTITION BY {{who}} ORDER BY {{at}}, {{id}}), {{at}})
                   {{later}} {{gap}}
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

-- mistake: single-event-lost
-- lesson: The end is looked for strictly after the start, so a session of one {{thing}} takes the end of the next session, or none.
WITH stepped AS (
  SELECT {{who}}, {{id}}, {{at}},
         lag({{at}}) OVER (PARTITION BY {{who}} ORDER BY {{at}}, {{id}}) AS before_at,
         lead({{at}}) OVER (PARTITION BY {{who}} ORDER BY {{at}}, {{id}}) AS after_at
  FROM {{table}}
),
edges AS (
  SELECT s.{{who}}, s.{{at}} AS started_at, min(e.{{at}}) AS ended_at
  FROM stepped s
  LEFT JOIN stepped e
    ON e.{{who}} = s.{{who}}
   AND e.{{at}} > s.{{at}}
   AND (e.after_at IS NULL OR e.after_at {{later}} e.{{at}} + INTERVAL '{{gap}} minutes')
  WHERE s.before_at IS NULL OR s.{{at}} {{later}} s.before_at + INTERVAL '{{gap}} minutes'
  GROUP BY s.{{who}}, s.{{at}}
)
SELECT g.{{who}}, g.started_at, g.ended_at, count(*) AS {{things}}
FROM edges g
JOIN {{table}} e
  ON e.{{who}} = g.{{who}}
 AND e.{{at}} BETWEEN g.started_at AND coalesce(g.ended_at, g.started_at)
WHERE g.started_at >= TIMESTAMP '{{since}}'
  AND g.started_at < TIMESTAMP '{{until}}'
GROUP BY g.{{who}}, g.started_at, g.ended_at

-- mistake: first-event-no-session
-- lesson: The first {{thing}} of a {{person}} has nothing before it, the gap is NULL, and their first session is never opened.
WITH stepped AS (
  SELECT {{who}}, {{at}},
         lag({{at}}) OVER (PARTITION BY {{who}} ORDER BY {{at}}, {{id}}) AS before_at
  FROM {{table}}
),
starts AS (
  SELECT {{who}}, {{at}} AS started_at
  FROM stepped
  WHERE {{at}} {{later}} before_at + INTERVAL '{{gap}} minutes'
),
bounded AS (
  SELECT {{who}}, started_at,
         lead(started_at) OVER (PARTITION BY {{who}} ORDER BY started_at) AS next_start
  FROM starts
)
SELECT b.{{who}},
       b.started_at,
       max(e.{{at}}) AS ended_at,
       count(*) AS {{things}}
FROM bounded b
JOIN {{table}} e
  ON e.{{who}} = b.{{who}}
 AND e.{{at}} >= b.started_at
 AND (b.next_start IS NULL OR e.{{at}} < b.next_start)
WHERE b.started_at >= TIMESTAMP '{{since}}'
  AND b.started_at < TIMESTAMP '{{until}}'
GROUP BY b.{{who}}, b.started_at

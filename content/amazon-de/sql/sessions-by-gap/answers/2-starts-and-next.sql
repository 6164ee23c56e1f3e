-- name: starts by NOT EXISTS, then a join up to the next start
WITH starts AS (
  SELECT DISTINCT e.{{who}}, e.{{at}} AS started_at
  FROM {{table}} e
  WHERE NOT EXISTS (SELECT 1
                    FROM {{table}} b
                    WHERE b.{{who}} = e.{{who}}
                      AND b.{{at}} < e.{{at}}
                      AND b.{{at}} {{within}} e.{{at}} - INTERVAL '{{gap}} minutes')
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

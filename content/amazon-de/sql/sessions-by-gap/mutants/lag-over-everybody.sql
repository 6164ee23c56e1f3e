-- mistake: gap-across-users
-- lesson: lag() without PARTITION BY looks at the row before of anybody, so a {{thing}} of another {{person}} hides or makes a gap.
WITH flagged AS (
  SELECT {{who}}, {{id}}, {{at}},
         CASE WHEN {{at}} {{later}} lag({{at}}) OVER (ORDER BY {{at}}, {{id}})
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

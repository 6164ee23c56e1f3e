-- mistake: group-key
-- lesson: Fixed slots of {{gap}} minutes follow the clock, not the {{person}}: two {{things}} a minute apart can fall into two slots.
WITH slotted AS (
  SELECT {{who}}, {{at}},
         CAST(floor(extract(epoch FROM {{at}}) / ({{gap}} * 60)) AS BIGINT) AS slot
  FROM {{table}}
)
SELECT {{who}},
       min({{at}}) AS started_at,
       max({{at}}) AS ended_at,
       count(*) AS {{things}}
FROM slotted
GROUP BY {{who}}, slot
HAVING min({{at}}) >= TIMESTAMP '{{since}}'
   AND min({{at}}) < TIMESTAMP '{{until}}'

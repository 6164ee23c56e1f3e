-- mistake: between-on-timestamps
-- lesson: In BETWEEN the last day means its midnight, so {{facts}} later on that day are lost.
-- variants: campaigns, sensors
SELECT c.{{period_id}}, count(s.{{id}}) AS {{n}}
FROM {{periods}} c
LEFT JOIN {{facts}} s
  ON s.{{at}} >= c.first_day
 AND (s.{{at}} <= c.last_day{{or_open}})
GROUP BY c.{{period_id}};

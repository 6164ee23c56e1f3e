-- mistake: window-edges
-- lesson: The day of departure is counted as a whole day of the stay.
-- variants: stays
SELECT c.{{period_id}}, count(s.{{id}}) AS {{n}}
FROM {{periods}} c
LEFT JOIN {{facts}} s
  ON s.{{at}} >= c.first_day
 AND (s.{{at}} < c.last_day + 1{{or_open}})
GROUP BY c.{{period_id}};

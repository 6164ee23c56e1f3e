-- mistake: open-bound
-- lesson: A test without a last day was never run, but here it counts everything since its first day.
-- variants: sensors
SELECT c.{{period_id}}, count(s.{{id}}) AS {{n}}
FROM {{periods}} c
LEFT JOIN {{facts}} s
  ON s.{{at}} >= c.first_day
 AND (s.{{at}} < {{after_last}} OR c.last_day IS NULL)
GROUP BY c.{{period_id}};

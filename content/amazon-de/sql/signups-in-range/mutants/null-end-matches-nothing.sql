-- mistake: equals-null
-- lesson: A comparison with a last_day of NULL is never true, so a {{period}} without an end counts 0.
-- variants: campaigns, stays
SELECT c.{{period_id}}, count(s.{{id}}) AS {{n}}
FROM {{periods}} c
LEFT JOIN {{facts}} s
  ON s.{{at}} >= c.first_day
 AND s.{{at}} < {{after_last}}
GROUP BY c.{{period_id}};

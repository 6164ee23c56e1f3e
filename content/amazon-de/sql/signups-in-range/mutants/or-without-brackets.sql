-- mistake: and-or-precedence
-- lesson: AND binds before OR, so a {{period}} without an end also counts the {{facts}} before its first day.
-- variants: campaigns, stays
SELECT c.{{period_id}}, count(s.{{id}}) AS {{n}}
FROM {{periods}} c
LEFT JOIN {{facts}} s
  ON s.{{at}} >= c.first_day AND s.{{at}} < {{after_last}} OR c.last_day IS NULL
GROUP BY c.{{period_id}};

-- mistake: open-bound
-- lesson: Without an upper bound a {{period}} that is over goes on counting.
SELECT c.{{period_id}}, count(s.{{id}}) AS {{n}}
FROM {{periods}} c
LEFT JOIN {{facts}} s ON s.{{at}} >= c.first_day
GROUP BY c.{{period_id}};

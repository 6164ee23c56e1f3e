-- mistake: interval-both-ends
-- lesson: With <= the midnight that ends the {{period}} is inside, and {{facts}} of exactly that moment count.
SELECT c.{{period_id}}, count(s.{{id}}) AS {{n}}
FROM {{periods}} c
LEFT JOIN {{facts}} s
  ON s.{{at}} >= c.first_day
 AND (s.{{at}} <= {{after_last}}{{or_open}})
GROUP BY c.{{period_id}};

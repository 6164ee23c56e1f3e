-- mistake: window-edges
-- lesson: With > the very first moment of the first day is left out.
SELECT c.{{period_id}}, count(s.{{id}}) AS {{n}}
FROM {{periods}} c
LEFT JOIN {{facts}} s
  ON s.{{at}} > c.first_day
 AND (s.{{at}} < {{after_last}}{{or_open}})
GROUP BY c.{{period_id}};

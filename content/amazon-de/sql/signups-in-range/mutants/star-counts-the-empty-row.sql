-- mistake: count-star-after-left
-- lesson: count(*) counts the empty row of the LEFT JOIN, so a {{period}} without {{facts}} shows 1.
SELECT c.{{period_id}}, count(*) AS {{n}}
FROM {{periods}} c
LEFT JOIN {{facts}} s
  ON s.{{at}} >= c.first_day
 AND (s.{{at}} < {{after_last}}{{or_open}})
GROUP BY c.{{period_id}};

-- mistake: inner-join-drops-zero
-- lesson: An inner join drops the {{periods}} during which nothing happened.
SELECT c.{{period_id}}, count(*) AS {{n}}
FROM {{periods}} c
JOIN {{facts}} s
  ON s.{{at}} >= c.first_day
 AND (s.{{at}} < {{after_last}}{{or_open}})
GROUP BY c.{{period_id}};

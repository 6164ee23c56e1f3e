-- name: LEFT JOIN on a half-open range
-- note: the time stays a plain column, so an index or a sort key on it can be used
SELECT c.{{period_id}}, count(s.{{id}}) AS {{n}}
FROM {{periods}} c
LEFT JOIN {{facts}} s
  ON s.{{at}} >= c.first_day
 AND s.{{at}} < {{end_day}}
GROUP BY c.{{period_id}};

-- name: LEFT JOIN on a half-open range
-- note: the bounds stay plain columns, so an index or a sort key on the time can be used
SELECT c.{{period_id}}, count(s.{{id}}) AS {{n}}
FROM {{periods}} c
LEFT JOIN {{facts}} s
  ON s.{{at}} >= c.first_day
 AND (s.{{at}} < {{after_last}}{{or_open}})
GROUP BY c.{{period_id}};

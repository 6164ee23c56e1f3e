-- name: a subquery that compares days
SELECT c.{{period_id}},
       (SELECT count(*)
        FROM {{facts}} s
        WHERE CAST(s.{{at}} AS DATE) >= c.first_day
          AND (CAST(s.{{at}} AS DATE) {{upto_day}} c.last_day{{or_open}})) AS {{n}}
FROM {{periods}} c;

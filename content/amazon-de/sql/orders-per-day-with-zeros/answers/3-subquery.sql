-- name: a subquery that counts for each day
SELECT CAST(s.d AS DATE) AS day,
       (SELECT count({{once}}o.{{unit}})
        FROM {{facts}} o
        WHERE CAST(o.{{at}} AS DATE) = CAST(s.d AS DATE)
          AND coalesce(o.status, '{{unknown}}') <> 'cancelled') AS {{n}}
FROM generate_series(DATE '{{first}}', DATE '{{last}}', INTERVAL '1 day') AS s(d);

-- name: inner join for what is found, UNION ALL for the empty ones
WITH found AS (
  SELECT c.{{period_id}}, count(*) AS n
  FROM {{facts}} s
  JOIN {{periods}} c
    ON s.{{at}} >= c.first_day
   AND (s.{{at}} < {{after_last}}{{or_open}})
  GROUP BY c.{{period_id}}
)
SELECT {{period_id}}, n AS {{n}} FROM found
UNION ALL
SELECT {{period_id}}, 0
FROM {{periods}}
WHERE {{period_id}} NOT IN (SELECT {{period_id}} FROM found);

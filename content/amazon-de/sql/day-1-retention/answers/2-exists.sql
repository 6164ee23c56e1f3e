-- name: EXISTS as a flag of each person, then avg()
-- note: repeated rows cannot multiply anything here
WITH flagged AS (
  SELECT CAST(date_trunc('{{grain}}', p.{{joined}}) AS DATE) AS {{cohort}},
         CASE WHEN EXISTS (SELECT 1
                           FROM {{table}} t
                           WHERE t.{{who}} = p.{{who}}
                             AND t.{{day}} > p.{{joined}}
                             AND t.{{day}} <= p.{{joined}} + {{last}})
              THEN 1 ELSE 0 END AS came_back
  FROM {{base}} p
  WHERE p.{{joined}} >= DATE '{{since}}'
    AND p.{{joined}} < DATE '{{until}}'
)
SELECT {{cohort}},
       count(*) AS {{people}},
       sum(came_back) AS returned,
       avg(CAST(came_back AS DOUBLE)) AS rate
FROM flagged
GROUP BY {{cohort}}

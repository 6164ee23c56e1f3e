-- mistake: avg-skips-null
-- lesson: A number minus NULL is NULL, so a row without {{minus}} falls out of both SUM and AVG although it should count in full.
WITH net_days AS (
  SELECT {{gid}}, {{gross}} - {{minus}} AS net
  FROM {{facts}}
), sums AS (
  SELECT {{gid}}, sum(net) AS total, avg(net) AS mean
  FROM net_days
  GROUP BY {{gid}}
)
SELECT g.{{gid}},
       coalesce(s.total, 0) AS {{total}},
       s.mean AS {{mean}}
FROM {{groups}} g
LEFT JOIN sums s ON s.{{gid}} = g.{{gid}}

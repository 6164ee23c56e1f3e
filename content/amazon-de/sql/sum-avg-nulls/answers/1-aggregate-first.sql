-- name: net per row, aggregate, then LEFT JOIN
-- note: The meaning of each NULL is settled once, row by row, before anything is added up.
WITH net_days AS (
  SELECT {{gid}}, {{gross}} - coalesce({{minus}}, 0) AS net
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

-- mistake: sum-of-nothing
-- lesson: SUM over nothing is NULL, and the contract wants the total 0 there.
WITH net_days AS (
  SELECT {{gid}}, {{gross}} - coalesce({{minus}}, 0) AS net
  FROM {{facts}}
), sums AS (
  SELECT {{gid}}, sum(net) AS total, avg(net) AS mean
  FROM net_days
  GROUP BY {{gid}}
)
SELECT g.{{gid}},
       s.total AS {{total}},
       s.mean AS {{mean}}
FROM {{groups}} g
LEFT JOIN sums s ON s.{{gid}} = g.{{gid}}

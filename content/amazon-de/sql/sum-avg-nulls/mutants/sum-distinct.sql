-- mistake: sum-distinct
-- lesson: Two days with the same net amount are two days, but SUM(DISTINCT) adds the amount once.
WITH net_days AS (
  SELECT {{gid}}, {{gross}} - coalesce({{minus}}, 0) AS net
  FROM {{facts}}
), sums AS (
  SELECT {{gid}}, sum(DISTINCT net) AS total, avg(net) AS mean
  FROM net_days
  GROUP BY {{gid}}
)
SELECT g.{{gid}},
       coalesce(s.total, 0) AS {{total}},
       s.mean AS {{mean}}
FROM {{groups}} g
LEFT JOIN sums s ON s.{{gid}} = g.{{gid}}

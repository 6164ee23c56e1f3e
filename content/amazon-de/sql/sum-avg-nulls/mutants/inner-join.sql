-- mistake: inner-join-drops-zero
-- lesson: An inner join drops {{groups}} that have no rows in {{facts}}, where the total 0 is wanted.
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
JOIN sums s ON s.{{gid}} = g.{{gid}}

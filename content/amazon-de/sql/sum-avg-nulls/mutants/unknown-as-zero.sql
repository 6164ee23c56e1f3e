-- mistake: coalesce-before-aggregate
-- lesson: COALESCE before AVG makes a day without known {{plus}} a day with 0 and pulls the average down.
-- variants: shops, solar
WITH net_days AS (
  SELECT {{gid}}, coalesce({{plus}}, 0) - coalesce({{minus}}, 0) AS net
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

-- mistake: avg-skips-null
-- lesson: AVG leaves out shifts with NULL {{plus}}, though each of them is a shift that earned 0.
-- variants: taxis
WITH net_days AS (
  SELECT {{gid}}, {{plus}} - coalesce({{minus}}, 0) AS net
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

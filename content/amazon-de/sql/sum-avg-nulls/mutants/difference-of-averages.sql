-- mistake: avg-skips-null
-- lesson: AVG({{minus}}) divides only by the rows that have {{minus}}, so too much is taken off.
WITH sums AS (
  SELECT {{gid}},
         sum({{gross}} - coalesce({{minus}}, 0)) AS total,
         avg({{gross}}) - coalesce(avg({{minus}}), 0) AS mean
  FROM {{facts}}
  GROUP BY {{gid}}
)
SELECT g.{{gid}},
       coalesce(s.total, 0) AS {{total}},
       s.mean AS {{mean}}
FROM {{groups}} g
LEFT JOIN sums s ON s.{{gid}} = g.{{gid}}

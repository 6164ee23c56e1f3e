-- mistake: sum-of-nothing
-- lesson: When no row has {{minus}}, its sum is NULL, and the whole difference with it.
WITH sums AS (
  SELECT {{gid}},
         sum({{plus}}) - sum({{minus}}) AS total,
         avg({{gross}} - coalesce({{minus}}, 0)) AS mean
  FROM {{facts}}
  GROUP BY {{gid}}
)
SELECT g.{{gid}},
       coalesce(s.total, 0) AS {{total}},
       s.mean AS {{mean}}
FROM {{groups}} g
LEFT JOIN sums s ON s.{{gid}} = g.{{gid}}

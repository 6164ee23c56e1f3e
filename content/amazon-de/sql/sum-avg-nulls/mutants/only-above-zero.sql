-- mistake: zero-as-missing
-- lesson: A test for more than 0 removes days on which {{plus}} is truly 0, and the average rises.
-- variants: shops, solar
WITH sums AS (
  SELECT {{gid}},
         sum({{plus}} - coalesce({{minus}}, 0)) AS total,
         avg({{plus}} - coalesce({{minus}}, 0)) FILTER (WHERE {{plus}} > 0) AS mean
  FROM {{facts}}
  GROUP BY {{gid}}
)
SELECT g.{{gid}},
       coalesce(s.total, 0) AS {{total}},
       s.mean AS {{mean}}
FROM {{groups}} g
LEFT JOIN sums s ON s.{{gid}} = g.{{gid}}

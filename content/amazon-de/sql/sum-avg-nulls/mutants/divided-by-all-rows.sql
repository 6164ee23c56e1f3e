-- mistake: count-column-nulls
-- lesson: count(*) counts days without known {{plus}} too, so the denominator is too large.
-- variants: shops, solar
WITH sums AS (
  SELECT {{gid}},
         sum({{plus}} - coalesce({{minus}}, 0)) AS total,
         CAST(sum({{plus}} - coalesce({{minus}}, 0)) AS DOUBLE) / count(*) AS mean
  FROM {{facts}}
  GROUP BY {{gid}}
)
SELECT g.{{gid}},
       coalesce(s.total, 0) AS {{total}},
       s.mean AS {{mean}}
FROM {{groups}} g
LEFT JOIN sums s ON s.{{gid}} = g.{{gid}}

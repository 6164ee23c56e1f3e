-- name: two sums and an explicit division
-- note: Says openly which rows are in the denominator; needs a cast against integer division and NULLIF against 0.
SELECT {{gid}},
       total AS {{total}},
       CAST(total AS DOUBLE) / nullif(days, 0) AS {{mean}}
FROM (
  SELECT g.{{gid}},
         coalesce(sum({{plus}}), 0) - coalesce(sum({{minus}}), 0) AS total,
         {{days}} AS days
  FROM {{groups}} g
  LEFT JOIN {{facts}} f ON f.{{gid}} = g.{{gid}}
  GROUP BY g.{{gid}}
) sums

-- name: a flag for each count, then sums
-- note: row_number() = 1 marks the first row of each {{worker}}; the sums need COALESCE for {{groups}} without rows.
WITH flags AS (
  SELECT {{gid}},
         CASE WHEN {{done}} IS NOT NULL THEN 1 ELSE 0 END AS is_finished,
         CASE WHEN {{known}}row_number() OVER (PARTITION BY {{gid}}, {{worker}} ORDER BY {{iid}}) = 1
              THEN 1 ELSE 0 END AS is_new_worker
  FROM {{items}}
)
SELECT g.{{gid}},
       count(f.{{gid}}) AS {{items}},
       coalesce(sum(f.is_finished), 0) AS {{finished}},
       coalesce(sum(f.is_new_worker), 0) AS {{workers}}
FROM {{groups}} g
LEFT JOIN flags f ON f.{{gid}} = g.{{gid}}
GROUP BY g.{{gid}}

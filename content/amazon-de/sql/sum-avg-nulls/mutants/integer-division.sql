-- mistake: integer-division
-- lesson: A whole number divided by a whole number drops the fraction of the average.
SELECT {{gid}},
       total AS {{total}},
       total / nullif(days, 0) AS {{mean}}
FROM (
  SELECT g.{{gid}},
         coalesce(sum({{plus}}), 0) - coalesce(sum({{minus}}), 0) AS total,
         {{days}} AS days
  FROM {{groups}} g
  LEFT JOIN {{facts}} f ON f.{{gid}} = g.{{gid}}
  GROUP BY g.{{gid}}
) sums

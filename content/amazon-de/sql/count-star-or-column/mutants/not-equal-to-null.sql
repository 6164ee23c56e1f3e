-- mistake: equals-null
-- lesson: "<> NULL" is never true, so {{finished}} is 0 everywhere.
WITH counts AS (
  SELECT {{gid}},
         count(*) AS total,
         count(*) FILTER (WHERE {{done}} <> NULL) AS finished,
         count(DISTINCT {{seen}}) AS people
  FROM {{items}}
  GROUP BY {{gid}}
)
SELECT g.{{gid}},
       coalesce(c.total, 0) AS {{items}},
       coalesce(c.finished, 0) AS {{finished}},
       coalesce(c.people, 0) AS {{workers}}
FROM {{groups}} g
LEFT JOIN counts c ON c.{{gid}} = g.{{gid}}

-- mistake: count-case-else-zero
-- lesson: COUNT counts the 0 of ELSE as well, because 0 is a value, so every row seems to be {{finished}}.
WITH counts AS (
  SELECT {{gid}},
         count(*) AS total,
         count(CASE WHEN {{done}} IS NOT NULL THEN 1 ELSE 0 END) AS finished,
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

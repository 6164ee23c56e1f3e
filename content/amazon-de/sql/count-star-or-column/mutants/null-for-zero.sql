-- mistake: sum-of-nothing
-- lesson: {{groups}} without {{items}} have no row in the counts, so the LEFT JOIN gives NULL where 0 is wanted.
WITH counts AS (
  SELECT {{gid}},
         count(*) AS total,
         count({{done}}) AS finished,
         count(DISTINCT {{seen}}) AS people
  FROM {{items}}
  GROUP BY {{gid}}
)
SELECT g.{{gid}},
       c.total AS {{items}},
       c.finished AS {{finished}},
       c.people AS {{workers}}
FROM {{groups}} g
LEFT JOIN counts c ON c.{{gid}} = g.{{gid}}

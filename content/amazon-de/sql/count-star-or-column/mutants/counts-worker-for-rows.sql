-- mistake: count-column-nulls
-- lesson: count({{worker}}) is the number of {{items}} whose {{worker}} is known, not the number of {{items}}.
WITH counts AS (
  SELECT {{gid}},
         count({{worker}}) AS total,
         count({{done}}) AS finished,
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

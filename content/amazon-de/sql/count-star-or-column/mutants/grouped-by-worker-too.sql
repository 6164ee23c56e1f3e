-- mistake: group-key
-- lesson: With {{worker}} in GROUP BY there is a row for each {{worker}}, not one for each {{gid}}.
WITH counts AS (
  SELECT {{gid}},
         count(*) AS total,
         count({{done}}) AS finished,
         count(DISTINCT {{seen}}) AS people
  FROM {{items}}
  GROUP BY {{gid}}, {{worker}}
)
SELECT g.{{gid}},
       coalesce(c.total, 0) AS {{items}},
       coalesce(c.finished, 0) AS {{finished}},
       coalesce(c.people, 0) AS {{workers}}
FROM {{groups}} g
LEFT JOIN counts c ON c.{{gid}} = g.{{gid}}

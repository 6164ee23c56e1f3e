-- mistake: count-not-distinct
-- lesson: Without DISTINCT a {{worker}} on two of the {{items}} counts twice.
WITH counts AS (
  SELECT {{gid}},
         count(*) AS total,
         count({{done}}) AS finished,
         count({{seen}}) AS people
  FROM {{items}}
  GROUP BY {{gid}}
)
SELECT g.{{gid}},
       coalesce(c.total, 0) AS {{items}},
       coalesce(c.finished, 0) AS {{finished}},
       coalesce(c.people, 0) AS {{workers}}
FROM {{groups}} g
LEFT JOIN counts c ON c.{{gid}} = g.{{gid}}

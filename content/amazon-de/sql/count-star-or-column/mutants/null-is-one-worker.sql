-- mistake: null-keys
-- lesson: SELECT DISTINCT keeps NULL as one value, and count(*) then counts nobody as one of the {{workers}}.
-- variants: parcels, tickets
SELECT g.{{gid}},
       (SELECT count(*) FROM {{items}} i WHERE i.{{gid}} = g.{{gid}}) AS {{items}},
       (SELECT count(i.{{done}}) FROM {{items}} i WHERE i.{{gid}} = g.{{gid}}) AS {{finished}},
       coalesce(p.n, 0) AS {{workers}}
FROM {{groups}} g
LEFT JOIN (
  SELECT {{gid}}, count(*) AS n
  FROM (SELECT DISTINCT {{gid}}, {{worker}} FROM {{items}}) pairs
  GROUP BY {{gid}}
) p ON p.{{gid}} = g.{{gid}}

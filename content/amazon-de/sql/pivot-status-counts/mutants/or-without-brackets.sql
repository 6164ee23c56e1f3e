-- mistake: and-or-precedence
-- lesson: AND binds before OR, so each {{group}} counts the {{facts}} without a status of all {{groups}} under other.
-- variants: support, hiring
SELECT g.name,
       (SELECT count({{once}}t.{{unit}}) FROM {{facts}} t
        WHERE t.{{group_id}} = g.{{group_id}} AND t.status = '{{s1}}') AS {{s1}},
       (SELECT count({{once}}t.{{unit}}) FROM {{facts}} t
        WHERE t.{{group_id}} = g.{{group_id}} AND t.status = '{{s2}}') AS {{s2}},
       (SELECT count({{once}}t.{{unit}}) FROM {{facts}} t
        WHERE t.{{group_id}} = g.{{group_id}} AND t.status = '{{s3}}') AS {{s3}},
       (SELECT count({{once}}t.{{unit}}) FROM {{facts}} t
        WHERE t.{{group_id}} = g.{{group_id}}
          AND t.status NOT IN ('{{s1}}', '{{s2}}', '{{s3}}') OR t.status IS NULL) AS other
FROM {{groups}} g;

-- mistake: and-or-precedence
-- lesson: AND binds before OR, so each {{group}} counts the {{facts}} without a status of all {{groups}} as {{s1}}.
-- variants: clinic
SELECT g.name,
       (SELECT count(*) FROM {{facts}} t
        WHERE t.{{group_id}} = g.{{group_id}} AND t.status = '{{s1}}' OR t.status IS NULL) AS {{s1}},
       (SELECT count(*) FROM {{facts}} t
        WHERE t.{{group_id}} = g.{{group_id}} AND t.status = '{{s2}}') AS {{s2}},
       (SELECT count(*) FROM {{facts}} t
        WHERE t.{{group_id}} = g.{{group_id}} AND t.status = '{{s3}}') AS {{s3}},
       (SELECT count(*) FROM {{facts}} t
        WHERE t.{{group_id}} = g.{{group_id}} AND t.status NOT IN ('{{s1}}', '{{s2}}', '{{s3}}')) AS other
FROM {{groups}} g;

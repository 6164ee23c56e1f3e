-- mistake: mirrored-pairs
-- lesson: Nothing keeps a row from meeting itself, so every {{span}} with {{a_resource}} is listed.
SELECT DISTINCT a.{{id}}, a.{{res}}
FROM {{spans}} a
JOIN {{spans}} b
  ON b.{{res}} = a.{{res}}
 AND a.{{from}} {{lt}} b.{{to}}
 AND b.{{from}} {{lt}} a.{{to}};

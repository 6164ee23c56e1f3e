-- mistake: open-bound
-- lesson: Half of the overlap test is missing, so every {{span}} before some other {{span}} of its {{resource}} is listed.
SELECT DISTINCT a.{{id}}, a.{{res}}
FROM {{spans}} a
JOIN {{spans}} b
  ON b.{{res}} = a.{{res}}
 AND b.{{id}} <> a.{{id}}
 AND a.{{from}} {{lt}} b.{{to}};

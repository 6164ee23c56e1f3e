-- mistake: fan-out
-- lesson: The self-join gives one row per partner, so a {{span}} that clashes with two others is listed twice.
SELECT a.{{id}}, a.{{res}}
FROM {{spans}} a
JOIN {{spans}} b
  ON b.{{res}} = a.{{res}}
 AND b.{{id}} <> a.{{id}}
 AND a.{{from}} {{lt}} b.{{to}}
 AND b.{{from}} {{lt}} a.{{to}};

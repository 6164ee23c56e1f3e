-- mistake: window-edges
-- lesson: With < a {{span}} that begins on the last day of another one seems free, although both have the {{resource}} on that day.
-- variants: cars
SELECT DISTINCT a.{{id}}, a.{{res}}
FROM {{spans}} a
JOIN {{spans}} b
  ON b.{{res}} = a.{{res}}
 AND b.{{id}} <> a.{{id}}
 AND a.{{from}} < b.{{to}}
 AND b.{{from}} < a.{{to}};

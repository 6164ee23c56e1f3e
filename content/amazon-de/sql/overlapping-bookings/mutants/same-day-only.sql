-- mistake: split-by-day
-- lesson: Only {{spans}} that start on the same day are compared, so one that runs on into the next day never clashes there.
SELECT DISTINCT a.{{id}}, a.{{res}}
FROM {{spans}} a
JOIN {{spans}} b
  ON b.{{res}} = a.{{res}}
 AND b.{{id}} <> a.{{id}}
 AND CAST(b.{{from}} AS DATE) = CAST(a.{{from}} AS DATE)
 AND a.{{from}} {{lt}} b.{{to}}
 AND b.{{from}} {{lt}} a.{{to}};

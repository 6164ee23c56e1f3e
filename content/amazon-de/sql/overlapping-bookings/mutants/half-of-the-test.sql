-- mistake: open-bound
-- lesson: Half of the overlap test is missing, so every {{span}} before some other {{span}} of its {{resource}} is listed.
SELECT a.{{id}}, a.{{res}}
FROM {{spans}} a
WHERE EXISTS (
  SELECT 1
  FROM {{spans}} b
  WHERE b.{{res}} = a.{{res}}
    AND b.{{id}} <> a.{{id}}
    AND a.{{from}} {{lt}} b.{{to}}
);

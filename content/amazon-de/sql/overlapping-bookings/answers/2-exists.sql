-- name: EXISTS with the test for overlap
-- note: each row once, no DISTINCT needed
SELECT a.{{id}}, a.{{res}}
FROM {{spans}} a
WHERE EXISTS (
  SELECT 1
  FROM {{spans}} b
  WHERE b.{{res}} = a.{{res}}
    AND b.{{id}} <> a.{{id}}
    AND a.{{from}} {{lt}} b.{{to}}
    AND b.{{from}} {{lt}} a.{{to}}
);

-- name: a self-join and DISTINCT
SELECT DISTINCT a.{{id}}, a.{{res}}
FROM {{spans}} a
JOIN {{spans}} b
  ON b.{{res}} = a.{{res}}
 AND b.{{id}} <> a.{{id}}
 AND a.{{from}} {{lt}} b.{{to}}
 AND b.{{from}} {{lt}} a.{{to}};

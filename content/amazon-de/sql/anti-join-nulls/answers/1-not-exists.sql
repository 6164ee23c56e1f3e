-- name: NOT EXISTS
-- note: The first choice: NULLs in the other table cannot hurt, and it stops at the first match.
SELECT p.{{who}}
FROM {{people}} p
WHERE p.{{flag}}
  AND NOT EXISTS (
    SELECT 1
    FROM {{facts}} f
    WHERE f.{{who}} = p.{{who}}
      AND f.{{at}} >= DATE '{{from}}'
      AND f.{{at}} < DATE '{{to}}'
      AND {{live_from}}f.{{status}} <> '{{dead}}'{{live_to}}
  )

-- name: NOT IN, NULLs removed from the list
-- note: Right only because of IS NOT NULL; say so if you write it.
SELECT {{who}}
FROM {{people}}
WHERE {{flag}}
  AND {{who}} NOT IN (
    SELECT f.{{who}}
    FROM {{facts}} f
    WHERE f.{{who}} IS NOT NULL
      AND f.{{at}} >= DATE '{{from}}'
      AND f.{{at}} < DATE '{{to}}'
      AND {{live_from}}f.{{status}} <> '{{dead}}'{{live_to}}
  )

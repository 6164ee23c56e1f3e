-- name: EXCEPT
-- note: Set difference in plain sight; it works while only the key is asked for.
SELECT {{who}}
FROM {{people}}
WHERE {{flag}}
EXCEPT
SELECT f.{{who}}
FROM {{facts}} f
WHERE f.{{at}} >= DATE '{{from}}'
  AND f.{{at}} < DATE '{{to}}'
  AND {{live_from}}f.{{status}} <> '{{dead}}'{{live_to}}

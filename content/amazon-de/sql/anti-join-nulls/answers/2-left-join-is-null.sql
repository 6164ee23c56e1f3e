-- name: LEFT JOIN and IS NULL on its key
-- note: All conditions on {{facts}} stand in ON; WHERE only asks whether a match was found.
SELECT p.{{who}}
FROM {{people}} p
LEFT JOIN {{facts}} f
       ON f.{{who}} = p.{{who}}
      AND f.{{at}} >= DATE '{{from}}'
      AND f.{{at}} < DATE '{{to}}'
      AND {{live_from}}f.{{status}} <> '{{dead}}'{{live_to}}
WHERE p.{{flag}}
  AND f.{{fid}} IS NULL

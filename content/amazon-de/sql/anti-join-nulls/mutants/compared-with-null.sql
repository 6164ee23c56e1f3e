-- mistake: equals-null
-- lesson: "<> NULL" is never true, so the list is empty and everyone with {{flag}} is returned.
SELECT {{who}}
FROM {{people}}
WHERE {{flag}}
  AND {{who}} NOT IN (
    SELECT f.{{who}}
    FROM {{facts}} f
    WHERE f.{{who}} <> NULL
      AND f.{{at}} >= DATE '{{from}}'
      AND f.{{at}} < DATE '{{to}}'
      AND {{live_from}}f.{{status}} <> '{{dead}}'{{live_to}}
  )

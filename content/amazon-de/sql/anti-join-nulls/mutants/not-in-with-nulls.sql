-- mistake: not-in-null
-- lesson: One row of {{facts}} without {{who}} puts a NULL into the list, and NOT IN is then never true, so nobody is returned.
SELECT {{who}}
FROM {{people}}
WHERE {{flag}}
  AND {{who}} NOT IN (
    SELECT f.{{who}}
    FROM {{facts}} f
    WHERE f.{{at}} >= DATE '{{from}}'
      AND f.{{at}} < DATE '{{to}}'
      AND {{live_from}}f.{{status}} <> '{{dead}}'{{live_to}}
  )

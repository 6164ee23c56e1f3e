-- mistake: left-filter-in-on
-- lesson: In ON the flag only stops rows from matching, and who matches nothing is returned: everyone with {{flag}} false is in the list.
SELECT p.{{who}}
FROM {{people}} p
LEFT JOIN {{facts}} f
       ON f.{{who}} = p.{{who}}
      AND p.{{flag}}
      AND f.{{at}} >= DATE '{{from}}'
      AND f.{{at}} < DATE '{{to}}'
      AND {{live_from}}f.{{status}} <> '{{dead}}'{{live_to}}
WHERE f.{{fid}} IS NULL

-- mistake: count-star-after-left
-- lesson: After LEFT JOIN a group has at least one row, so count(*) is never 0 and nobody is returned.
SELECT p.{{who}}
FROM {{people}} p
LEFT JOIN {{facts}} f
       ON f.{{who}} = p.{{who}}
      AND f.{{at}} >= DATE '{{from}}'
      AND f.{{at}} < DATE '{{to}}'
      AND {{live_from}}f.{{status}} <> '{{dead}}'{{live_to}}
WHERE p.{{flag}}
GROUP BY p.{{who}}
HAVING count(*) = 0

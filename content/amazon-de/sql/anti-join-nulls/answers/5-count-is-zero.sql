-- name: LEFT JOIN, count, keep 0
-- note: Changes easily into "fewer than three".
SELECT p.{{who}}
FROM {{people}} p
LEFT JOIN {{facts}} f ON f.{{who}} = p.{{who}}
WHERE p.{{flag}}
GROUP BY p.{{who}}
HAVING count(f.{{fid}}) FILTER (
         WHERE f.{{at}} >= DATE '{{from}}'
           AND f.{{at}} < DATE '{{to}}'
           AND {{live_from}}f.{{status}} <> '{{dead}}'{{live_to}}
       ) = 0

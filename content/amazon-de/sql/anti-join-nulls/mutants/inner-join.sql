-- mistake: inner-join-drops-zero
-- lesson: {{people}} without any {{facts}} find no partner in an inner join, and they are the first that the question is about.
SELECT p.{{who}}
FROM {{people}} p
JOIN {{facts}} f ON f.{{who}} = p.{{who}}
WHERE p.{{flag}}
GROUP BY p.{{who}}
HAVING count(*) FILTER (
         WHERE f.{{at}} >= DATE '{{from}}'
           AND f.{{at}} < DATE '{{to}}'
           AND {{live_from}}f.{{status}} <> '{{dead}}'{{live_to}}
       ) = 0

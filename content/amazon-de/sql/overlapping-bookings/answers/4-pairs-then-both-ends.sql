-- name: each pair once, then both of its members
WITH pairs AS (
  SELECT a.{{id}} AS one, b.{{id}} AS other, a.{{res}}
  FROM {{spans}} a
  JOIN {{spans}} b
    ON b.{{res}} = a.{{res}}
   AND a.{{id}} < b.{{id}}
   AND a.{{from}} {{lt}} b.{{to}}
   AND b.{{from}} {{lt}} a.{{to}}
)
SELECT one AS {{id}}, {{res}} FROM pairs
UNION
SELECT other, {{res}} FROM pairs;

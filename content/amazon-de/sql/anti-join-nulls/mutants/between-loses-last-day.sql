-- mistake: between-on-timestamps
-- lesson: BETWEEN ends at midnight on {{last}}, so what happened later on that day is not seen.
SELECT p.{{who}}
FROM {{people}} p
WHERE p.{{flag}}
  AND NOT EXISTS (
    SELECT 1
    FROM {{facts}} f
    WHERE f.{{who}} = p.{{who}}
      AND f.{{at}} BETWEEN DATE '{{from}}' AND DATE '{{last}}'
      AND {{live_from}}f.{{status}} <> '{{dead}}'{{live_to}}
  )

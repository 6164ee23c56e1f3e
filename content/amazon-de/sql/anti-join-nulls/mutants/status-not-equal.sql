-- mistake: not-equal-null
-- lesson: "<> '{{dead}}'" is unknown for a NULL {{status}}, so rows that count are passed over.
-- variants: shop, gym
SELECT p.{{who}}
FROM {{people}} p
WHERE p.{{flag}}
  AND NOT EXISTS (
    SELECT 1
    FROM {{facts}} f
    WHERE f.{{who}} = p.{{who}}
      AND f.{{at}} >= DATE '{{from}}'
      AND f.{{at}} < DATE '{{to}}'
      AND f.{{status}} <> '{{dead}}'
  )

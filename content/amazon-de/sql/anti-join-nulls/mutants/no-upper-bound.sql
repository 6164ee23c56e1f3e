-- mistake: open-bound
-- lesson: Without an upper bound {{facts}} after the month count too, so {{people}} who came back later are missing.
SELECT p.{{who}}
FROM {{people}} p
WHERE p.{{flag}}
  AND NOT EXISTS (
    SELECT 1
    FROM {{facts}} f
    WHERE f.{{who}} = p.{{who}}
      AND f.{{at}} >= DATE '{{from}}'
      AND {{live_from}}f.{{status}} <> '{{dead}}'{{live_to}}
  )

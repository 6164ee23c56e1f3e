-- mistake: right-filter-in-where
-- lesson: The test on {{status}} must decide what matches, in ON; in WHERE one row with '{{dead}}' lets its {{who}} through, whatever else is there.
-- variants: shop, gym
SELECT DISTINCT p.{{who}}
FROM {{people}} p
LEFT JOIN {{facts}} f
       ON f.{{who}} = p.{{who}}
      AND f.{{at}} >= DATE '{{from}}'
      AND f.{{at}} < DATE '{{to}}'
WHERE p.{{flag}}
  AND (f.{{fid}} IS NULL OR f.{{status}} = '{{dead}}')

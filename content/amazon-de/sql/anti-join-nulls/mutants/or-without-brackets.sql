-- mistake: and-or-precedence
-- lesson: AND binds tighter than OR, so a NULL {{status}} counts at any time, not only in the period.
-- variants: shop, gym
SELECT {{who}}
FROM {{people}}
WHERE {{flag}}
EXCEPT
SELECT f.{{who}}
FROM {{facts}} f
WHERE f.{{at}} >= DATE '{{from}}'
  AND f.{{at}} < DATE '{{to}}'
  AND f.{{status}} <> '{{dead}}' OR f.{{status}} IS NULL

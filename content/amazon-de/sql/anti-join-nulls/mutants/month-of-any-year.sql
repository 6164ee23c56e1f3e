-- mistake: month-without-year
-- lesson: Month number {{month}} exists in every year, so {{facts}} of other years count as well.
SELECT p.{{who}}
FROM {{people}} p
WHERE p.{{flag}}
  AND NOT EXISTS (
    SELECT 1
    FROM {{facts}} f
    WHERE f.{{who}} = p.{{who}}
      AND extract(month FROM f.{{at}}) = {{month}}
      AND {{live_from}}f.{{status}} <> '{{dead}}'{{live_to}}
  )

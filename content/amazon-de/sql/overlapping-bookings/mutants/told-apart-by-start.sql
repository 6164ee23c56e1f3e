-- mistake: equal-timestamps
-- lesson: The start is used to tell two rows apart, so two {{spans}} that start together never meet.
SELECT DISTINCT a.{{id}}, a.{{res}}
FROM {{spans}} a
JOIN {{spans}} b
  ON b.{{res}} = a.{{res}}
 AND b.{{from}} <> a.{{from}}
 AND a.{{from}} {{lt}} b.{{to}}
 AND b.{{from}} {{lt}} a.{{to}};

-- mistake: interval-both-ends
-- lesson: With <= on both ends two {{spans}} that only touch are reported as a clash.
-- variants: rooms, oncall
SELECT DISTINCT a.{{id}}, a.{{res}}
FROM {{spans}} a
JOIN {{spans}} b
  ON b.{{res}} = a.{{res}}
 AND b.{{id}} <> a.{{id}}
 AND a.{{from}} <= b.{{to}}
 AND b.{{from}} <= a.{{to}};

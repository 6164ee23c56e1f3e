-- mistake: window-edges
-- lesson: A {{price}} and {{a_fact}} of the same moment are put on the wrong side of the boundary.
SELECT t.{{fact_id}}, t.{{price}}, t.{{qty}} * t.{{price}} AS {{amount}}
FROM (
  SELECT f.{{fact_id}}, f.{{qty}},
         (SELECT v.{{price}}
          FROM {{versions}} v
          WHERE v.{{key}} = f.{{key}} AND v.{{start}} {{not_upto}} f.{{at}}
          ORDER BY v.{{start}} DESC
          LIMIT 1) AS {{price}}
  FROM {{facts}} f
) t
{{only_found}};

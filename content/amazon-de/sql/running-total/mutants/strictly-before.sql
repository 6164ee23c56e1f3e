-- mistake: frame-off-by-one
-- lesson: < leaves out the {{row}} itself and those at its moment, so the sum is one step behind.
-- variants: stock
SELECT e.{{key}}, e.{{id}}, coalesce(sum(b.{{money}}), 0) AS running_{{total}}
FROM {{table}} e
LEFT JOIN {{table}} b ON {{in_group}} AND b.{{at}} < e.{{at}}
GROUP BY e.{{key}}, e.{{id}};

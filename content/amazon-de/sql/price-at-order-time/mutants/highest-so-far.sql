-- mistake: max-of-each-column
-- lesson: max({{price}}) is the highest {{price}} so far, which is not the latest one once a {{price}} has fallen.
SELECT f.{{fact_id}}, max(v.{{price}}) AS {{price}}, f.{{qty}} * max(v.{{price}}) AS {{amount}}
FROM {{facts}} f
{{join}} {{versions}} v
  ON v.{{key}} = f.{{key}} AND v.{{start}} {{upto}} f.{{at}}
GROUP BY f.{{fact_id}}, f.{{qty}};

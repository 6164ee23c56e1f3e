-- mistake: open-bound
-- lesson: Without an end for each version {{a_fact}} matches every {{price}} that started before it and comes out several times.
SELECT f.{{fact_id}}, v.{{price}}, f.{{qty}} * v.{{price}} AS {{amount}}
FROM {{facts}} f
{{join}} {{versions}} v
  ON v.{{key}} = f.{{key}} AND v.{{start}} {{upto}} f.{{at}};

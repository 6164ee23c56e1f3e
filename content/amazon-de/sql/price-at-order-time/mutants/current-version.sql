-- mistake: current-for-as-of
-- lesson: Every {{fact}} gets the newest {{price}} of its {{thing}}, so the past changes whenever a new {{price}} arrives.
WITH current_version AS (
  SELECT {{key}}, {{price}},
         row_number() OVER (PARTITION BY {{key}} ORDER BY {{start}} DESC) AS rn
  FROM {{versions}}
)
SELECT f.{{fact_id}}, v.{{price}}, f.{{qty}} * v.{{price}} AS {{amount}}
FROM {{facts}} f
{{join}} current_version v
  ON v.{{key}} = f.{{key}} AND v.rn = 1;

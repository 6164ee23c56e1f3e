-- mistake: inner-join-drops-zero
-- lesson: Looking for a {{level}} that is too low finds nothing where there is no {{level}} at all, so a missing {{skill}} passes.
WITH best AS (
  SELECT {{pid}}, {{skill}}, max({{level}}) AS {{level}}
  FROM {{tests}}
  GROUP BY {{pid}}, {{skill}}
)
SELECT j.{{jid}}, w.{{pid}}
FROM (SELECT DISTINCT {{jid}} FROM {{offered}}) j
CROSS JOIN (SELECT DISTINCT {{pid}} FROM {{tests}}) w
WHERE NOT EXISTS (
  SELECT 1
  FROM {{needs}} n
  JOIN best b ON b.{{skill}} = n.{{skill}}
  WHERE n.{{jid}} = j.{{jid}}
    AND b.{{pid}} = w.{{pid}}
    AND b.{{level}} < n.{{least}}
)

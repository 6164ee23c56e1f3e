-- name: LEFT JOIN and two counts that must agree
-- note: One row for each requirement and person; a requirement that is not met leaves a NULL, which count leaves out.
WITH people AS (
  SELECT DISTINCT {{pid}} FROM {{tests}}
), best AS (
  SELECT {{pid}}, {{skill}}, max({{level}}) AS {{level}}
  FROM {{tests}}
  GROUP BY {{pid}}, {{skill}}
)
SELECT j.{{jid}}, p.{{pid}}
FROM {{jobs}} j
{{offer_join}} {{needs}} n ON n.{{jid}} = j.{{jid}}
CROSS JOIN people p
LEFT JOIN best b ON b.{{pid}} = p.{{pid}} AND b.{{skill}} = n.{{skill}} AND b.{{level}} >= n.{{least}}
GROUP BY j.{{jid}}, p.{{pid}}
HAVING count(n.{{skill}}) = count(b.{{skill}})

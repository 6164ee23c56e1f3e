-- mistake: right-filter-in-where
-- lesson: WHERE removes the requirements that are not met before they are counted, so one that is met is enough.
WITH people AS (
  SELECT DISTINCT {{pid}} FROM {{tests}}
), best AS (
  SELECT {{pid}}, {{skill}}, max({{level}}) AS {{level}}
  FROM {{tests}}
  GROUP BY {{pid}}, {{skill}}
)
SELECT n.{{jid}}, p.{{pid}}
FROM {{needs}} n
CROSS JOIN people p
LEFT JOIN best b ON b.{{pid}} = p.{{pid}} AND b.{{skill}} = n.{{skill}}
WHERE b.{{level}} >= n.{{least}}
GROUP BY n.{{jid}}, p.{{pid}}
HAVING count(n.{{skill}}) = count(b.{{skill}})
{{open_part}}

-- name: all pairs EXCEPT those that miss something
-- note: The second half lists who misses what, which is often the next question.
WITH people AS (
  SELECT DISTINCT {{pid}} FROM {{tests}}
), best AS (
  SELECT {{pid}}, {{skill}}, max({{level}}) AS {{level}}
  FROM {{tests}}
  GROUP BY {{pid}}, {{skill}}
)
SELECT o.{{jid}}, p.{{pid}}
FROM {{offered}} o
CROSS JOIN people p
EXCEPT
SELECT n.{{jid}}, p.{{pid}}
FROM {{needs}} n
CROSS JOIN people p
LEFT JOIN best b ON b.{{pid}} = p.{{pid}} AND b.{{skill}} = n.{{skill}} AND b.{{level}} >= n.{{least}}
WHERE b.{{pid}} IS NULL

-- mistake: all-of-by-count
-- lesson: The count of everything that somebody has is the wrong set: one {{skill}} more than required makes the numbers differ.
WITH owned AS (
  SELECT {{pid}}, count(DISTINCT {{skill}}) AS n
  FROM {{tests}}
  GROUP BY {{pid}}
), required AS (
  SELECT {{jid}}, count(*) AS n
  FROM {{needs}}
  GROUP BY {{jid}}
)
SELECT n.{{jid}}, t.{{pid}}
FROM {{needs}} n
JOIN required r ON r.{{jid}} = n.{{jid}}
JOIN {{tests}} t ON t.{{skill}} = n.{{skill}} AND t.{{level}} >= n.{{least}}
JOIN owned o ON o.{{pid}} = t.{{pid}} AND o.n = r.n
GROUP BY n.{{jid}}, t.{{pid}}, r.n
HAVING count(DISTINCT n.{{skill}}) = r.n
{{open_part}}

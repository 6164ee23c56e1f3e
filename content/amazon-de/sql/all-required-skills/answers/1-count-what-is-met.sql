-- name: count the required ones that are met
-- note: Join on what is required, count it once each, and compare with how many are required.
WITH required AS (
  SELECT {{jid}}, count(*) AS n
  FROM {{needs}}
  GROUP BY {{jid}}
)
SELECT n.{{jid}}, t.{{pid}}
FROM {{needs}} n
JOIN required r ON r.{{jid}} = n.{{jid}}
JOIN {{tests}} t ON t.{{skill}} = n.{{skill}} AND t.{{level}} >= n.{{least}}
GROUP BY n.{{jid}}, t.{{pid}}, r.n
HAVING count(DISTINCT n.{{skill}}) = r.n
{{open_part}}

-- mistake: group-key
-- lesson: With {{least}} in GROUP BY requirements with different minimums are counted apart, and no part reaches the full number.
WITH required AS (
  SELECT {{jid}}, count(*) AS n
  FROM {{needs}}
  GROUP BY {{jid}}
)
SELECT n.{{jid}}, t.{{pid}}
FROM {{needs}} n
JOIN required r ON r.{{jid}} = n.{{jid}}
JOIN {{tests}} t ON t.{{skill}} = n.{{skill}} AND t.{{level}} >= n.{{least}}
GROUP BY n.{{jid}}, t.{{pid}}, r.n, n.{{least}}
HAVING count(DISTINCT n.{{skill}}) = r.n
{{open_part}}

-- mistake: inner-join-drops-zero
-- lesson: A course without {{needs}} finds no partner in the join and is lost, although everybody may take it.
-- variants: courses
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

-- mistake: maxima-mixed
-- lesson: The largest {{level}} and the largest {{least}} may belong to different {{skill}} values, so strength in one hides weakness in another.
WITH required AS (
  SELECT {{jid}}, count(*) AS n
  FROM {{needs}}
  GROUP BY {{jid}}
)
SELECT n.{{jid}}, t.{{pid}}
FROM {{needs}} n
JOIN required r ON r.{{jid}} = n.{{jid}}
JOIN {{tests}} t ON t.{{skill}} = n.{{skill}}
GROUP BY n.{{jid}}, t.{{pid}}, r.n
HAVING count(DISTINCT n.{{skill}}) = r.n
   AND max(t.{{level}}) >= max(n.{{least}})
{{open_part}}

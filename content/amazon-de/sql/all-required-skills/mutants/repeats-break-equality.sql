-- mistake: count-not-distinct
-- lesson: count(*) counts a repeated {{skill}} again, so the number is too large and "=" refuses somebody who has everything.
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
HAVING count(*) = r.n
{{open_part}}

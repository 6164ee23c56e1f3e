-- mistake: count-not-distinct
-- lesson: count(*) counts a repeated {{skill}} again, and with ">=" the repeat stands in for a {{skill}} that is missing.
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
HAVING count(*) >= r.n
{{open_part}}

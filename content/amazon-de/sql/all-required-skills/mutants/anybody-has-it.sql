-- mistake: half-key-join
-- lesson: The inner query looks for the {{skill}} but not for the {{pid}}, so it is enough that anybody has it.
SELECT j.{{jid}}, w.{{pid}}
FROM (SELECT DISTINCT {{jid}} FROM {{offered}}) j
CROSS JOIN (SELECT DISTINCT {{pid}} FROM {{tests}}) w
WHERE NOT EXISTS (
  SELECT 1
  FROM {{needs}} n
  WHERE n.{{jid}} = j.{{jid}}
    AND NOT EXISTS (
      SELECT 1
      FROM {{tests}} t
      WHERE t.{{skill}} = n.{{skill}}
        AND t.{{level}} >= n.{{least}}
    )
)

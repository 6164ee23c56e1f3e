-- name: double NOT EXISTS
-- note: Says it in words: there is no required {{skill}} for which there is no good enough row. Slower, but hard to get wrong.
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
      WHERE t.{{pid}} = w.{{pid}}
        AND t.{{skill}} = n.{{skill}}
        AND t.{{level}} >= n.{{least}}
    )
)

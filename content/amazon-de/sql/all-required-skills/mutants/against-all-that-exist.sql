-- mistake: all-of-by-count
-- lesson: The number to reach was taken over all {{jobs}} together, so whoever meets one of them in full is still refused.
SELECT n.{{jid}}, t.{{pid}}
FROM {{needs}} n
JOIN {{tests}} t ON t.{{skill}} = n.{{skill}} AND t.{{level}} >= n.{{least}}
GROUP BY n.{{jid}}, t.{{pid}}
HAVING count(DISTINCT n.{{skill}}) = (SELECT count(DISTINCT {{skill}}) FROM {{needs}})
{{open_part}}

-- mistake: all-of-by-count
-- lesson: Having as many as are required is not having those that are required: any other {{skill}} fills the gap.
WITH owned AS (
  SELECT {{pid}}, count(DISTINCT {{skill}}) AS n
  FROM {{tests}}
  GROUP BY {{pid}}
), required AS (
  SELECT {{jid}}, count(*) AS n
  FROM {{needs}}
  GROUP BY {{jid}}
)
SELECT r.{{jid}}, o.{{pid}}
FROM required r
JOIN owned o ON o.n >= r.n
{{open_part}}

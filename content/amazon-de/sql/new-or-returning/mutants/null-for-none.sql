-- mistake: sum-of-nothing
-- lesson: A SUM over a CASE without ELSE is NULL, not 0, in a {{period}} with nobody of that kind.
WITH active AS (
  SELECT DISTINCT {{who}}, CAST(date_trunc('{{period}}', {{at}}) AS DATE) AS {{period}}
  FROM {{facts}}
  WHERE {{at}} >= DATE '{{from}}' AND {{at}} < DATE '{{until}}' + 1
), firsts AS (
  SELECT {{who}}, CAST(date_trunc('{{period}}', min({{at}})) AS DATE) AS first_{{period}}
  FROM {{facts}}
  GROUP BY {{who}}
)
SELECT a.{{period}},
       sum(CASE WHEN a.{{period}} = f.first_{{period}} THEN 1 END) AS new_{{people}},
       sum(CASE WHEN a.{{period}} > f.first_{{period}} THEN 1 END) AS returning_{{people}}
FROM active a
JOIN firsts f ON f.{{who}} = a.{{who}}
GROUP BY a.{{period}};

-- name: one row per person and {{period}}, joined to the first one
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
       sum(CASE WHEN a.{{period}} = f.first_{{period}} THEN 1 ELSE 0 END) AS new_{{people}},
       sum(CASE WHEN a.{{period}} > f.first_{{period}} THEN 1 ELSE 0 END) AS returning_{{people}}
FROM active a
JOIN firsts f ON f.{{who}} = a.{{who}}
GROUP BY a.{{period}};

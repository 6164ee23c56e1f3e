-- name: min() OVER beside each row, then count distinct people
WITH seen AS (
  SELECT {{who}}, {{at}},
         CAST(date_trunc('{{period}}', {{at}}) AS DATE) AS {{period}},
         CAST(date_trunc('{{period}}', min({{at}}) OVER (PARTITION BY {{who}})) AS DATE) AS first_{{period}}
  FROM {{facts}}
  WHERE {{who}} IS NOT NULL
)
SELECT {{period}},
       count(DISTINCT CASE WHEN {{period}} = first_{{period}} THEN {{who}} END) AS new_{{people}},
       count(DISTINCT CASE WHEN {{period}} > first_{{period}} THEN {{who}} END) AS returning_{{people}}
FROM seen
WHERE {{at}} >= DATE '{{from}}' AND {{at}} < DATE '{{until}}' + 1
GROUP BY {{period}};

-- mistake: between-on-timestamps
-- lesson: BETWEEN ends at midnight of {{until}}, so what happens later on that last day is lost.
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
WHERE {{at}} BETWEEN DATE '{{from}}' AND DATE '{{until}}'
GROUP BY {{period}};

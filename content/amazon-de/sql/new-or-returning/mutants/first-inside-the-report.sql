-- mistake: cohort-inside-filter
-- lesson: The first {{fact}} is looked up inside the report's dates, so {{people}} from before {{from}} look new.
WITH seen AS (
  SELECT {{who}}, {{at}},
         CAST(date_trunc('{{period}}', {{at}}) AS DATE) AS {{period}},
         CAST(date_trunc('{{period}}', min({{at}}) OVER (PARTITION BY {{who}})) AS DATE) AS first_{{period}}
  FROM {{facts}}
  WHERE {{who}} IS NOT NULL
    AND {{at}} >= DATE '{{from}}' AND {{at}} < DATE '{{until}}' + 1
)
SELECT {{period}},
       count(DISTINCT CASE WHEN {{period}} = first_{{period}} THEN {{who}} END) AS new_{{people}},
       count(DISTINCT CASE WHEN {{period}} > first_{{period}} THEN {{who}} END) AS returning_{{people}}
FROM seen
GROUP BY {{period}};

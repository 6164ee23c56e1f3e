-- mistake: wrong-direction
-- lesson: max() finds the latest {{period}} of each person, so everybody looks new at the end instead of at the beginning.
WITH seen AS (
  SELECT {{who}}, {{at}},
         CAST(date_trunc('{{period}}', {{at}}) AS DATE) AS {{period}},
         CAST(date_trunc('{{period}}', max({{at}}) OVER (PARTITION BY {{who}})) AS DATE) AS first_{{period}}
  FROM {{facts}}
  WHERE {{who}} IS NOT NULL
)
SELECT {{period}},
       count(DISTINCT CASE WHEN {{period}} = first_{{period}} THEN {{who}} END) AS new_{{people}},
       count(DISTINCT CASE WHEN {{period}} <> first_{{period}} THEN {{who}} END) AS returning_{{people}}
FROM seen
WHERE {{at}} >= DATE '{{from}}' AND {{at}} < DATE '{{until}}' + 1
GROUP BY {{period}};

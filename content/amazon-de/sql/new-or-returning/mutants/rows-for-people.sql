-- mistake: events-for-users
-- lesson: Rows of `{{facts}}` are counted, so somebody with two of them in one {{period}} counts twice.
WITH seen AS (
  SELECT {{who}}, {{at}},
         CAST(date_trunc('{{period}}', {{at}}) AS DATE) AS {{period}},
         CAST(date_trunc('{{period}}', min({{at}}) OVER (PARTITION BY {{who}})) AS DATE) AS first_{{period}}
  FROM {{facts}}
  WHERE {{who}} IS NOT NULL
)
SELECT {{period}},
       count(CASE WHEN {{period}} = first_{{period}} THEN 1 END) AS new_{{people}},
       count(CASE WHEN {{period}} > first_{{period}} THEN 1 END) AS returning_{{people}}
FROM seen
WHERE {{at}} >= DATE '{{from}}' AND {{at}} < DATE '{{until}}' + 1
GROUP BY {{period}};

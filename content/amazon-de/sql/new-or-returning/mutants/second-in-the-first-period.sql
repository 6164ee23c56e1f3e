-- mistake: same-day-counted
-- lesson: Moments are compared instead of {{period}}s, so somebody with two {{facts}} in the first {{period}} is new and returning at once.
WITH seen AS (
  SELECT {{who}}, {{at}},
         CAST(date_trunc('{{period}}', {{at}}) AS DATE) AS {{period}},
         min({{at}}) OVER (PARTITION BY {{who}}) AS first_at
  FROM {{facts}}
  WHERE {{who}} IS NOT NULL
)
SELECT {{period}},
       count(DISTINCT CASE WHEN {{at}} = first_at THEN {{who}} END) AS new_{{people}},
       count(DISTINCT CASE WHEN {{at}} > first_at THEN {{who}} END) AS returning_{{people}}
FROM seen
WHERE {{at}} >= DATE '{{from}}' AND {{at}} < DATE '{{until}}' + 1
GROUP BY {{period}};

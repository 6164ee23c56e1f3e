-- mistake: month-without-year
-- lesson: Only the number of the {{period}} is compared, so somebody who first came in the same {{period}} of an earlier year is new again.
WITH seen AS (
  SELECT {{who}}, {{at}},
         CAST(date_trunc('{{period}}', {{at}}) AS DATE) AS {{period}},
         extract({{period}} FROM {{at}}) AS number,
         extract({{period}} FROM min({{at}}) OVER (PARTITION BY {{who}})) AS first_number
  FROM {{facts}}
  WHERE {{who}} IS NOT NULL
)
SELECT {{period}},
       count(DISTINCT CASE WHEN number = first_number THEN {{who}} END) AS new_{{people}},
       count(DISTINCT CASE WHEN number <> first_number THEN {{who}} END) AS returning_{{people}}
FROM seen
WHERE {{at}} >= DATE '{{from}}' AND {{at}} < DATE '{{until}}' + 1
GROUP BY {{period}};

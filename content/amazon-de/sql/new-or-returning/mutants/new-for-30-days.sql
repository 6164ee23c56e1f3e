-- mistake: month-as-30-days
-- lesson: Thirty days from the first {{fact}} reach into the next month, so somebody who returns early in it still looks new.
-- variants: shop, library
WITH seen AS (
  SELECT {{who}}, {{at}},
         CAST(date_trunc('{{period}}', {{at}}) AS DATE) AS {{period}},
         min({{at}}) OVER (PARTITION BY {{who}}) AS first_at
  FROM {{facts}}
  WHERE {{who}} IS NOT NULL
), people AS (
  SELECT {{who}}, {{period}}, min({{at}}) AS {{at}}, min(first_at) AS first_at
  FROM seen
  WHERE {{at}} >= DATE '{{from}}' AND {{at}} < DATE '{{until}}' + 1
  GROUP BY {{who}}, {{period}}
)
SELECT {{period}},
       count(CASE WHEN {{at}} < first_at + INTERVAL '30 days' THEN 1 END) AS new_{{people}},
       count(CASE WHEN {{at}} >= first_at + INTERVAL '30 days' THEN 1 END) AS returning_{{people}}
FROM people
GROUP BY {{period}};

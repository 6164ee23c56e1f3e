-- mistake: lag-without-partition
-- lesson: lag() without PARTITION BY finds the row of somebody else, so only the very first row of all looks new.
WITH active AS (
  SELECT DISTINCT {{who}}, CAST(date_trunc('{{period}}', {{at}}) AS DATE) AS {{period}}
  FROM {{facts}}
  WHERE {{who}} IS NOT NULL
), seen AS (
  SELECT {{period}}, lag({{period}}) OVER (ORDER BY {{who}}, {{period}}) AS previous
  FROM active
)
SELECT {{period}},
       count(CASE WHEN previous IS NULL THEN 1 END) AS new_{{people}},
       count(CASE WHEN previous IS NOT NULL THEN 1 END) AS returning_{{people}}
FROM seen
WHERE {{period}} >= DATE '{{from}}' AND {{period}} <= DATE '{{until}}'
GROUP BY {{period}};

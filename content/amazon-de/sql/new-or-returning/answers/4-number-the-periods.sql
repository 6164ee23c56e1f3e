-- name: number each person's {{period}}s over all time; number one is new
WITH active AS (
  SELECT {{who}}, CAST(date_trunc('{{period}}', {{at}}) AS DATE) AS {{period}},
         row_number() OVER (PARTITION BY {{who}} ORDER BY date_trunc('{{period}}', {{at}})) AS nth
  FROM {{facts}}
  WHERE {{who}} IS NOT NULL AND {{at}} < DATE '{{until}}' + 1
  GROUP BY {{who}}, date_trunc('{{period}}', {{at}})
)
SELECT {{period}},
       count(CASE WHEN nth = 1 THEN 1 END) AS new_{{people}},
       count(CASE WHEN nth > 1 THEN 1 END) AS returning_{{people}}
FROM active
WHERE {{period}} >= DATE '{{from}}'
GROUP BY {{period}};

-- name: a subquery that looks for something earlier
SELECT p.{{period}},
       count(*) FILTER (WHERE NOT p.seen_before) AS new_{{people}},
       count(*) FILTER (WHERE p.seen_before) AS returning_{{people}}
FROM (
  SELECT a.{{period}},
         EXISTS (SELECT 1 FROM {{facts}} e
                 WHERE e.{{who}} = a.{{who}} AND e.{{at}} < a.{{period}}) AS seen_before
  FROM (
    SELECT DISTINCT {{who}}, CAST(date_trunc('{{period}}', {{at}}) AS DATE) AS {{period}}
    FROM {{facts}}
    WHERE {{who}} IS NOT NULL
      AND {{at}} >= DATE '{{from}}' AND {{at}} < DATE '{{until}}' + 1
  ) a
) p
GROUP BY p.{{period}};

-- mistake: inner-join-drops-zero
-- lesson: The two counts are joined, so a {{period}} with only one of the two kinds disappears.
WITH seen AS (
  SELECT DISTINCT {{who}},
         CAST(date_trunc('{{period}}', {{at}}) AS DATE) AS {{period}},
         CAST(date_trunc('{{period}}', min({{at}}) OVER (PARTITION BY {{who}})) AS DATE) AS first_{{period}}
  FROM {{facts}}
  WHERE {{who}} IS NOT NULL
), fresh AS (
  SELECT {{period}}, count(*) AS n FROM seen WHERE {{period}} = first_{{period}} GROUP BY {{period}}
), back AS (
  SELECT {{period}}, count(*) AS n FROM seen WHERE {{period}} > first_{{period}} GROUP BY {{period}}
)
SELECT fresh.{{period}}, fresh.n AS new_{{people}}, back.n AS returning_{{people}}
FROM fresh
JOIN back ON back.{{period}} = fresh.{{period}}
WHERE fresh.{{period}} >= DATE '{{from}}' AND fresh.{{period}} <= DATE '{{until}}';

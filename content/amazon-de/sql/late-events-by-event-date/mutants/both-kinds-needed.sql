-- mistake: inner-join-drops-zero
-- lesson: The two counts are joined by day, so a day with only one of the two kinds disappears.
WITH numbered AS (
  SELECT CAST({{at}} AS DATE) AS {{day}}, {{arrived}},
         row_number() OVER (PARTITION BY {{id}} ORDER BY {{arrived}} {{order}}) AS rn
  FROM {{facts}}
), good AS (
  SELECT {{day}}, count(*) AS n
  FROM numbered
  WHERE rn = 1 AND {{arrived}} {{in_time}} {{day}} + INTERVAL '{{hours}} hours'
  GROUP BY {{day}}
), bad AS (
  SELECT {{day}}, count(*) AS n
  FROM numbered
  WHERE rn = 1 AND NOT {{arrived}} {{in_time}} {{day}} + INTERVAL '{{hours}} hours'
  GROUP BY {{day}}
)
SELECT good.{{day}}, good.n AS on_time, bad.n AS late
FROM good
JOIN bad ON bad.{{day}} = good.{{day}};

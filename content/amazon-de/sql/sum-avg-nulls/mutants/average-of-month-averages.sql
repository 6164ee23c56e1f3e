-- mistake: average-of-averages
-- lesson: A month with one day weighs as much as a month with thirty, so the mean of the months is not the mean of the days.
WITH months AS (
  SELECT {{gid}},
         date_trunc('month', {{day}}) AS month,
         sum({{gross}} - coalesce({{minus}}, 0)) AS total,
         avg({{gross}} - coalesce({{minus}}, 0)) AS mean
  FROM {{facts}}
  GROUP BY {{gid}}, date_trunc('month', {{day}})
), sums AS (
  SELECT {{gid}}, sum(total) AS total, avg(mean) AS mean
  FROM months
  GROUP BY {{gid}}
)
SELECT g.{{gid}},
       coalesce(s.total, 0) AS {{total}},
       s.mean AS {{mean}}
FROM {{groups}} g
LEFT JOIN sums s ON s.{{gid}} = g.{{gid}}

-- mistake: missing-days
-- lesson: The list of days is read from `{{facts}}` itself, so a day without any row cannot be on it.
WITH days AS (
  SELECT DISTINCT CAST({{at}} AS DATE) AS day
  FROM {{facts}}
  WHERE {{at}} >= DATE '{{first}}' AND {{at}} < DATE '{{last}}' + 1
)
SELECT days.day, count({{once}}o.{{unit}}) AS {{n}}
FROM days
LEFT JOIN {{facts}} o
  ON CAST(o.{{at}} AS DATE) = days.day
 AND coalesce(o.status, '{{unknown}}') <> 'cancelled'
GROUP BY days.day;

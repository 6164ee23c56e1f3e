-- mistake: date-plus-month-end
-- variants: games, learning, news
-- lesson: The number of the day plus one is not the next day: the 1st after the last of a month is missed, and the same number in another month is taken.
SELECT CAST(date_trunc('{{grain}}', p.{{joined}}) AS DATE) AS {{cohort}},
       count(DISTINCT p.{{who}}) AS {{people}},
       count(DISTINCT t.{{who}}) AS returned,
       1.0 * count(DISTINCT t.{{who}}) / count(DISTINCT p.{{who}}) AS rate
FROM {{base}} p
LEFT JOIN {{table}} t
  ON t.{{who}} = p.{{who}}
 AND extract(day FROM t.{{day}}) = extract(day FROM p.{{joined}}) + 1
WHERE p.{{joined}} >= DATE '{{since}}'
  AND p.{{joined}} < DATE '{{until}}'
GROUP BY 1

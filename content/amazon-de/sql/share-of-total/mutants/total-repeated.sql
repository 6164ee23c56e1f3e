-- mistake: fan-out
-- lesson: The join repeats the total on every row, so sum() adds it several times and the shares are too small.
WITH totals AS (
    {{totals}}
)
SELECT p.{{grp}}, p.{{item}},
       CAST(sum(p.{{money}}) AS DOUBLE) / nullif(sum(t.whole), 0) AS share
FROM {{table}} p
JOIN totals t ON {{on_whole}}
GROUP BY p.{{grp}}, p.{{item}}
HAVING count(*) {{at_least}} {{min}};

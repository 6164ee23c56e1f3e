-- name: the last time, then the id within it
-- note: only GROUP BY and joins; two steps because there are two sort columns
WITH last_time AS (
    SELECT {{key}}, max({{at}}) AS {{at}}
    FROM {{table}}
    GROUP BY {{key}}
),
last_id AS (
    SELECT e.{{key}}, {{pick}}(e.{{id}}) AS {{id}}
    FROM {{table}} e
    JOIN last_time t ON t.{{key}} = e.{{key}} AND t.{{at}} {{same}} e.{{at}}
    GROUP BY e.{{key}}
)
SELECT e.{{key}}, e.{{what}}, e.{{at}}
FROM {{table}} e
JOIN last_id l ON l.{{id}} = e.{{id}};

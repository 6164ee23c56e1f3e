-- mistake: equals-null
-- lesson: For a {{key_name}} that has only {{events}} without a time the maximum is NULL, and = NULL matches nothing.
-- variants: contracts
WITH last_time AS (
    SELECT {{key}}, max({{at}}) AS {{at}}
    FROM {{table}}
    GROUP BY {{key}}
),
last_id AS (
    SELECT e.{{key}}, max(e.{{id}}) AS {{id}}
    FROM {{table}} e
    JOIN last_time t ON t.{{key}} = e.{{key}} AND t.{{at}} = e.{{at}}
    GROUP BY e.{{key}}
)
SELECT e.{{key}}, e.{{what}}, e.{{at}}
FROM {{table}} e
JOIN last_id l ON l.{{id}} = e.{{id}};

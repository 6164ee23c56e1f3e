-- name: NOT EXISTS a later one
-- note: says the rule in words: nothing later, and of equal times nothing that goes before it
SELECT e.{{key}}, e.{{what}}, e.{{at}}
FROM {{table}} e
WHERE NOT EXISTS (
    SELECT 1
    FROM {{table}} n
    WHERE n.{{key}} = e.{{key}}
      AND {{later}});

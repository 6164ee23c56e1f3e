-- name: DISTINCT ON
-- note: shortest in PostgreSQL; Redshift does not have it
SELECT DISTINCT ON ({{key}}) {{key}}, {{what}}, {{at}}
FROM {{table}}
ORDER BY {{key}}, {{order}};

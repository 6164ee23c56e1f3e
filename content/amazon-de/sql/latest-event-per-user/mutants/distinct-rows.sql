-- mistake: distinct-for-latest
-- lesson: DISTINCT only removes {{events}} that are alike in every column, so a {{key_name}} keeps all its different ones.
SELECT DISTINCT {{key}}, {{what}}, {{at}}
FROM {{table}};

CREATE TABLE {{table}} (
    {{id}} INTEGER PRIMARY KEY,
    {{key}} INTEGER NOT NULL,
    {{at}} TIMESTAMP{{not_null}},
    {{what}} VARCHAR,
    {{extra}} VARCHAR
);

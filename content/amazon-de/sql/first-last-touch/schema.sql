CREATE TABLE {{goals}} (
    {{who}} INTEGER PRIMARY KEY,
    {{goal_at}} TIMESTAMP NOT NULL,
    {{goal_extra}} VARCHAR
);

CREATE TABLE {{table}} (
    {{id}} INTEGER PRIMARY KEY,
    {{who}} INTEGER NOT NULL REFERENCES {{goals}} ({{who}}),
    {{at}} TIMESTAMP NOT NULL,
    {{where_to}} VARCHAR NOT NULL,
    {{extra}} VARCHAR
);

CREATE TABLE {{people}} (
    {{who}} INTEGER PRIMARY KEY,
    name VARCHAR NOT NULL,
    {{extra}} VARCHAR
);

CREATE TABLE {{table}} (
    {{id}} INTEGER PRIMARY KEY,
    {{who}} INTEGER NOT NULL REFERENCES {{people}} ({{who}}),
    {{at}} TIMESTAMP NOT NULL,
    {{money}} DECIMAL(10, 2){{not_null}} CHECK ({{money}} >= 0)
);

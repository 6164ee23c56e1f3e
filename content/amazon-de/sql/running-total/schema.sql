CREATE TABLE {{table}} (
    {{id}} INTEGER PRIMARY KEY,
    {{key}} INTEGER NOT NULL,
    {{at}} TIMESTAMP NOT NULL,
    {{money}} DECIMAL(10, 2) NOT NULL,
    {{extra}} VARCHAR
);

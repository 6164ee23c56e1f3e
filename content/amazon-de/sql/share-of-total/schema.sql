CREATE TABLE {{table}} (
    {{id}} INTEGER PRIMARY KEY,
    {{grp}} VARCHAR NOT NULL,
    {{item}} VARCHAR,
    {{extra}} DATE NOT NULL,
    {{money}} INTEGER NOT NULL CHECK ({{money}} >= 0)
);

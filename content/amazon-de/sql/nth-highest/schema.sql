CREATE TABLE {{parents}} (
    {{parent_id}} INTEGER PRIMARY KEY,
    {{label}} VARCHAR NOT NULL
);

CREATE TABLE {{facts}} (
    {{fact_id}} INTEGER PRIMARY KEY,
    {{parent_id}} INTEGER NOT NULL REFERENCES {{parents}} ({{parent_id}}),
    {{by}} INTEGER NOT NULL,
    {{value}} DECIMAL(10, 2)
);

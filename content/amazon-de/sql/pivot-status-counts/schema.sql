CREATE TABLE {{groups}} (
  {{group_id}} INTEGER NOT NULL PRIMARY KEY,
  name VARCHAR NOT NULL
);

CREATE TABLE {{facts}} (
  {{fact_id}} INTEGER NOT NULL PRIMARY KEY,
  {{group_id}} INTEGER NOT NULL REFERENCES {{groups}} ({{group_id}}),
  {{who}} INTEGER NOT NULL,
  status VARCHAR
);

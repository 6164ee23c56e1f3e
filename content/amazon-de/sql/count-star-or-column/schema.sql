CREATE TABLE {{groups}} (
  {{gid}} INTEGER PRIMARY KEY,
  {{gname}} VARCHAR
);

CREATE TABLE {{items}} (
  {{iid}} INTEGER PRIMARY KEY,
  {{gid}} INTEGER NOT NULL REFERENCES {{groups}} ({{gid}}),
  {{worker}} INTEGER CHECK ({{worker}} > 0),
  {{done}} TIMESTAMP
);

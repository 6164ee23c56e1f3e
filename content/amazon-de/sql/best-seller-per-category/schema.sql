CREATE TABLE {{things}} (
  {{id}} INTEGER NOT NULL PRIMARY KEY,
  {{group}} VARCHAR NOT NULL
);

CREATE TABLE {{facts}} (
  {{fact_id}} INTEGER NOT NULL PRIMARY KEY,
  {{id}} INTEGER NOT NULL REFERENCES {{things}} ({{id}}),
  {{qty}} INTEGER NOT NULL CHECK ({{qty}} >= 1)
);

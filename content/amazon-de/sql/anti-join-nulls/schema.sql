CREATE TABLE {{people}} (
  {{who}} INTEGER PRIMARY KEY,
  {{flag}} BOOLEAN NOT NULL
);

CREATE TABLE {{facts}} (
  {{fid}} INTEGER PRIMARY KEY,
  {{who}} INTEGER REFERENCES {{people}} ({{who}}),
  {{status}} VARCHAR,
  {{at}} TIMESTAMP NOT NULL
);

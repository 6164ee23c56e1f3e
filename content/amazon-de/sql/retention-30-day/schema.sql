CREATE TABLE {{table}} (
  {{id}} BIGINT NOT NULL PRIMARY KEY,
  {{who}} INTEGER NOT NULL,
  {{at}} TIMESTAMP NOT NULL,
  {{extra}} VARCHAR
);

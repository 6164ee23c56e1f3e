CREATE TABLE {{table}} (
  {{id}} BIGINT NOT NULL PRIMARY KEY,
  {{who}} INTEGER NOT NULL,
  {{kind}} VARCHAR,
  {{at}} TIMESTAMP NOT NULL
);

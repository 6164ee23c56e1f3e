CREATE TABLE {{table}} (
  {{id}} BIGINT NOT NULL PRIMARY KEY,
  {{group}} VARCHAR NOT NULL,
  {{at}} TIMESTAMP NOT NULL,
  {{amount}} INTEGER NOT NULL CHECK ({{amount}} >= 0)
);

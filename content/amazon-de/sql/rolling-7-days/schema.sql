CREATE TABLE {{table}} (
  {{id}} BIGINT NOT NULL PRIMARY KEY,
  {{key}} INTEGER NOT NULL,
  {{date}} DATE NOT NULL,
  {{units}} INTEGER NOT NULL
);

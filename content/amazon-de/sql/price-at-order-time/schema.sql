CREATE TABLE {{versions}} (
  {{key}} {{key_type}} NOT NULL,
  {{start}} TIMESTAMP NOT NULL,
  {{price}} {{price_type}} NOT NULL,
  PRIMARY KEY ({{key}}, {{start}})
);

CREATE TABLE {{facts}} (
  {{fact_id}} INTEGER NOT NULL PRIMARY KEY,
  {{key}} {{key_type}} NOT NULL,
  {{at}} TIMESTAMP NOT NULL,
  {{qty}} {{qty_type}} NOT NULL
);

CREATE TABLE {{facts}} (
  {{id}} INTEGER NOT NULL,
  {{at}} TIMESTAMP NOT NULL,
  {{arrived}} TIMESTAMP NOT NULL,
  PRIMARY KEY ({{id}}, {{arrived}})
);

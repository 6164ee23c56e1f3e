CREATE TABLE {{spans}} (
  {{id}} INTEGER NOT NULL PRIMARY KEY,
  {{res}} INTEGER,
  {{from}} {{type}} NOT NULL,
  {{to}} {{type}} NOT NULL,
  CHECK ({{to}} {{longer}} {{from}})
);

CREATE TABLE {{parents}} (
  {{pid}} INTEGER PRIMARY KEY,
  {{place}} VARCHAR NOT NULL
);

CREATE TABLE {{children}} (
  {{cid}} INTEGER PRIMARY KEY,
  {{pid}} INTEGER NOT NULL REFERENCES {{parents}} ({{pid}}),
  {{kind}} VARCHAR,
  {{at}} TIMESTAMP NOT NULL,
  {{amount}} DECIMAL(10,2) NOT NULL
);

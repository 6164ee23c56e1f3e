CREATE TABLE {{parents}} (
  {{pid}} INTEGER PRIMARY KEY,
  {{place}} VARCHAR NOT NULL CHECK ({{place}} IN ('{{here}}', '{{there}}'))
);

CREATE TABLE {{children}} (
  {{cid}} INTEGER PRIMARY KEY,
  {{pid}} INTEGER NOT NULL REFERENCES {{parents}} ({{pid}}),
  {{kind}} VARCHAR CHECK ({{kind}} IN ('{{kind1}}', '{{kind2}}', '{{kind3}}')),
  {{at}} TIMESTAMP NOT NULL,
  {{amount}} DECIMAL(10,2) NOT NULL
);

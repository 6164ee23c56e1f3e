CREATE TABLE {{jobs}} (
  {{jid}} INTEGER PRIMARY KEY,
  {{jname}} VARCHAR
);

CREATE TABLE {{needs}} (
  {{jid}} INTEGER NOT NULL REFERENCES {{jobs}} ({{jid}}),
  {{skill}} VARCHAR NOT NULL,
  {{least}} INTEGER NOT NULL CHECK ({{least}} BETWEEN 1 AND {{top}}),
  PRIMARY KEY ({{jid}}, {{skill}})
);

CREATE TABLE {{tests}} (
  {{tid}} INTEGER PRIMARY KEY,
  {{pid}} INTEGER NOT NULL,
  {{skill}} VARCHAR NOT NULL,
  {{level}} INTEGER NOT NULL CHECK ({{level}} BETWEEN 1 AND {{top}})
);

CREATE TABLE {{groups}} (
  {{gid}} INTEGER PRIMARY KEY,
  {{gname}} VARCHAR
);

CREATE TABLE {{facts}} (
  {{gid}} INTEGER NOT NULL REFERENCES {{groups}} ({{gid}}),
  {{day}} DATE NOT NULL,
  {{plus}} INTEGER CHECK ({{plus}} >= 0),
  {{minus}} INTEGER CHECK ({{minus}} >= 0),
  PRIMARY KEY ({{gid}}, {{day}}),
  CHECK ({{plus}} IS NOT NULL OR {{minus}} IS NULL)
);

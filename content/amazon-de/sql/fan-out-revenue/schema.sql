CREATE TABLE {{orders}} (
  {{oid}} INTEGER PRIMARY KEY,
  {{area}} VARCHAR NOT NULL
);

CREATE TABLE {{items}} (
  {{iid}} INTEGER PRIMARY KEY,
  {{oid}} INTEGER NOT NULL REFERENCES {{orders}} ({{oid}}),
  {{qty}} INTEGER NOT NULL CHECK ({{qty}} >= 1),
  {{price}} DECIMAL(10,2) NOT NULL CHECK ({{price}} >= 0)
);

CREATE TABLE {{payments}} (
  {{pid}} INTEGER PRIMARY KEY,
  {{oid}} INTEGER NOT NULL REFERENCES {{orders}} ({{oid}}),
  {{amount}} DECIMAL(10,2) NOT NULL
);

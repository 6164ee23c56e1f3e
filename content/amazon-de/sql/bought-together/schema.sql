CREATE TABLE {{orders}} (
  {{oid}} INTEGER PRIMARY KEY,
  {{who}} INTEGER NOT NULL,
  {{kind}} VARCHAR NOT NULL CHECK ({{kind}} IN ('{{this}}', '{{that}}'))
);

CREATE TABLE {{lines}} (
  {{lid}} INTEGER PRIMARY KEY,
  {{oid}} INTEGER NOT NULL REFERENCES {{orders}} ({{oid}}),
  {{thing}} INTEGER NOT NULL
);

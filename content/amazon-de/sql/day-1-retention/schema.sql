CREATE TABLE {{base}} (
  {{who}} INTEGER NOT NULL PRIMARY KEY,
  {{joined}} DATE NOT NULL,
  {{extra}} VARCHAR
);
CREATE TABLE {{table}} (
  {{who}} INTEGER NOT NULL REFERENCES {{base}} ({{who}}),
  {{day}} DATE NOT NULL
);

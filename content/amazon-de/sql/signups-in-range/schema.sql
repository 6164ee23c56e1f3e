CREATE TABLE {{periods}} (
  {{period_id}} INTEGER NOT NULL PRIMARY KEY,
  first_day DATE NOT NULL,
  last_day DATE,
  CHECK (last_day >= first_day)
);

CREATE TABLE {{facts}} (
  {{id}} INTEGER NOT NULL PRIMARY KEY,
  {{at}} TIMESTAMP NOT NULL
);

-- What the candidate has set: the last value of each, from settings.changed.
CREATE TABLE setting (
    key   TEXT PRIMARY KEY,
    value TEXT NOT NULL CHECK (json_valid(value))
) STRICT, WITHOUT ROWID;

-- The events of one attempt, without reading the others.
CREATE INDEX event_attempt ON event (json_extract(body, '$.attempt')) WHERE json_extract(body, '$.attempt') IS NOT NULL;

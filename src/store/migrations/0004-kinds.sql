-- Events of a kind, and those of a mock round, without reading the others.
CREATE INDEX event_kind ON event (kind);
CREATE INDEX event_mock ON event (json_extract(body, '$.mock')) WHERE json_extract(body, '$.mock') IS NOT NULL;

-- The record. Everything that happened, in order; every other table but draft can be rebuilt from it.
CREATE TABLE event (
    id      INTEGER PRIMARY KEY AUTOINCREMENT,
    at_ms   INTEGER NOT NULL,                          -- milliseconds since 1970, UTC
    kind    TEXT    NOT NULL CHECK (kind <> ''),       -- see src/store/store.h
    subject TEXT    NOT NULL,                          -- pack/slug/variant
    body    TEXT    NOT NULL CHECK (json_valid(body))
) STRICT;

CREATE INDEX event_subject ON event (subject, kind);

CREATE TRIGGER event_never_changes BEFORE UPDATE ON event
BEGIN
    SELECT RAISE(ABORT, 'events are never changed');
END;

CREATE TRIGGER event_never_goes BEFORE DELETE ON event
BEGIN
    SELECT RAISE(ABORT, 'events are never deleted');
END;

-- INSERT OR REPLACE would delete without a word.
CREATE TRIGGER event_never_replaced BEFORE INSERT ON event
WHEN EXISTS (SELECT 1 FROM event WHERE id = new.id)
BEGIN
    SELECT RAISE(ABORT, 'events are never replaced');
END;

-- An unfinished query. Written often, worth little once submitted, so it is no event.
CREATE TABLE draft (
    subject TEXT    PRIMARY KEY,
    at_ms   INTEGER NOT NULL,
    text    TEXT    NOT NULL
) STRICT, WITHOUT ROWID;

-- What the program knows about this file beside its version: which code filled the projections.
CREATE TABLE meta (
    key   TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Projections from here on.

CREATE TABLE attempt (
    id          INTEGER PRIMARY KEY,                   -- of its attempt.started
    subject     TEXT    NOT NULL,
    exercise    TEXT    NOT NULL,                      -- pack/slug
    variant     TEXT    NOT NULL,
    patterns    TEXT    NOT NULL,                      -- JSON list of ids, the main one first
    mode        TEXT    NOT NULL,
    started_ms  INTEGER NOT NULL,
    limit_ms    INTEGER NOT NULL,
    no_run      INTEGER NOT NULL,
    seen        INTEGER NOT NULL,                      -- the variant was known before
    runs        INTEGER NOT NULL DEFAULT 0,
    hints       INTEGER NOT NULL DEFAULT 0,
    completions INTEGER NOT NULL DEFAULT 0,
    submissions INTEGER NOT NULL DEFAULT 0,
    refuted     INTEGER NOT NULL DEFAULT 0,
    elapsed_ms  INTEGER NOT NULL DEFAULT 0,
    passed_ms   INTEGER,                               -- wall clock of the first right verdict
    ended_ms    INTEGER,
    cold        INTEGER NOT NULL DEFAULT 0,
    verdict     TEXT,
    mistake     TEXT
) STRICT;

CREATE INDEX attempt_exercise ON attempt (exercise, id);
CREATE INDEX attempt_subject ON attempt (subject);

-- Variants that were shown or tried.
CREATE TABLE sighting (
    subject  TEXT    PRIMARY KEY,
    exercise TEXT    NOT NULL,
    first_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- When a solution of an exercise was shown.
CREATE TABLE solution (
    id       INTEGER PRIMARY KEY,
    exercise TEXT    NOT NULL,
    at_ms    INTEGER NOT NULL
) STRICT;

CREATE INDEX solution_exercise ON solution (exercise, at_ms);

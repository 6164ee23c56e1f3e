-- Memories, and the drills in which they were told. All of it is a projection of the events story.*.

CREATE TABLE story (
    id         INTEGER PRIMARY KEY,                    -- of its story.begun
    begun_ms   INTEGER NOT NULL,
    changed_ms INTEGER NOT NULL,
    aside      INTEGER NOT NULL DEFAULT 0              -- put away: not told, not counted
) STRICT;

-- What was answered to each question about a memory, as it stands now. What stood there before is in the events.
CREATE TABLE story_part (
    story INTEGER NOT NULL,
    part  TEXT    NOT NULL,                            -- "decided"; see stories.yaml of the pack; "title"
    text  TEXT    NOT NULL,
    at_ms INTEGER NOT NULL,
    edits INTEGER NOT NULL DEFAULT 0,                  -- how often it was written again
    PRIMARY KEY (story, part)
) STRICT, WITHOUT ROWID;

CREATE TABLE story_drill (
    id         INTEGER PRIMARY KEY,                    -- of its story.drill
    started_ms INTEGER NOT NULL,
    limit_ms   INTEGER NOT NULL,
    seed       INTEGER NOT NULL,
    level      TEXT    NOT NULL,
    story      INTEGER,                                -- what was told; NULL as long as nothing was
    principle  TEXT    NOT NULL,                       -- of the first question
    question   TEXT    NOT NULL,
    principle2 TEXT,                                   -- of the question after the switch; NULL: not switched
    question2  TEXT,
    ended_ms   INTEGER
) STRICT;

-- Each time that a memory was told.
CREATE TABLE telling (
    id         INTEGER PRIMARY KEY,                    -- of its story.told
    drill      INTEGER NOT NULL,
    stage      INTEGER NOT NULL,                       -- 0, or 1 after the switch
    story      INTEGER,                                -- NULL: none of the memories
    principle  TEXT    NOT NULL,
    question   TEXT    NOT NULL,
    at_ms      INTEGER NOT NULL,
    elapsed_ms INTEGER NOT NULL,
    text       TEXT    NOT NULL,
    said       TEXT    NOT NULL,                       -- the telling and the replies, an empty line between them
    replies    INTEGER NOT NULL DEFAULT 0,
    state      TEXT,                                   -- "survived" ...; NULL: not judged yet
    depth      INTEGER NOT NULL DEFAULT 0,
    ledger     TEXT                                    -- talk_ledger() without the replies
) STRICT;

CREATE INDEX telling_drill ON telling (drill);
CREATE INDEX telling_story ON telling (story);

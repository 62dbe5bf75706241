-- The secret address of a person's calendar: shown once, kept as a hash.
CREATE TABLE calendar (
    person     TEXT PRIMARY KEY,
    hash       TEXT NOT NULL UNIQUE,
    created_at TEXT NOT NULL
);

-- Who gets a daily mail about their work: what the last one named, as JSON, and its day.
CREATE TABLE digest (
    person  TEXT PRIMARY KEY,
    named   TEXT NOT NULL,
    sent_on TEXT NOT NULL
);

-- How long every thing stood in every status: written with the record, from the record. `until` is empty for where it stands.
CREATE TABLE stage (
    thing    TEXT   NOT NULL,
    seq      BIGINT NOT NULL,
    status   TEXT   NOT NULL,
    since    TEXT   NOT NULL,
    until    TEXT,
    PRIMARY KEY (thing, seq)
);
CREATE UNIQUE INDEX stage_now ON stage (thing) WHERE until IS NULL;

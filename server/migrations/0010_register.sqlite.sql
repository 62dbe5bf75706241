-- What the public sees of everything that is public, and nothing else: written by the indexing job from an allow-list.
-- `number` counts up as things become public, so that the newest come first without sorting.
CREATE TABLE entry (
    subject_id    TEXT   PRIMARY KEY,
    number        BIGINT NOT NULL UNIQUE,
    reference     TEXT   NOT NULL,
    kind          TEXT   NOT NULL,
    title         TEXT   NOT NULL,
    title_key     TEXT   NOT NULL,
    summary       TEXT   NOT NULL,
    words         TEXT   NOT NULL,
    facets        TEXT   NOT NULL,
    condition     TEXT   NOT NULL,
    place         TEXT   NOT NULL,
    organisations TEXT   NOT NULL,
    status        TEXT   NOT NULL,
    stage         TEXT   NOT NULL,
    href          TEXT   NOT NULL,
    due_at        TEXT,
    published_at  TEXT   NOT NULL,
    changed_at    TEXT   NOT NULL
);
CREATE INDEX entry_by_title ON entry (title_key, number);
CREATE INDEX entry_by_stage ON entry (kind, stage, number);
CREATE INDEX entry_by_kind ON entry (kind, number);
CREATE INDEX entry_by_deadline ON entry (kind, due_at);
CREATE INDEX entry_by_change ON entry (changed_at, number);
-- The search index: `rowid` is the entry's number. Not part of a transfer: `register::rebuild` makes it anew.
CREATE VIRTUAL TABLE entry_search USING fts5(title, words, facets, tokenize = 'porter unicode61');

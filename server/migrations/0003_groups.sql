CREATE TABLE oversight_group (
    id        TEXT   PRIMARY KEY,
    reference TEXT   NOT NULL UNIQUE,
    name      TEXT   NOT NULL,
    body      TEXT   NOT NULL,
    version   BIGINT NOT NULL
);
CREATE INDEX oversight_group_by_name ON oversight_group (name, id);

CREATE TABLE meeting (
    id        TEXT   PRIMARY KEY,
    reference TEXT   NOT NULL UNIQUE,
    group_id  TEXT   NOT NULL,
    status    TEXT   NOT NULL,
    starts_at TEXT   NOT NULL,
    body      TEXT   NOT NULL,
    version   BIGINT NOT NULL
);
CREATE INDEX meeting_of_group ON meeting (group_id, starts_at, id);

-- One question of a group's business. `subject` is the id of what it is about.
CREATE TABLE item (
    id         TEXT    PRIMARY KEY,
    reference  TEXT    NOT NULL UNIQUE,
    group_id   TEXT    NOT NULL,
    subject    TEXT    NOT NULL,
    motion     TEXT    NOT NULL,
    status     TEXT    NOT NULL,
    meeting    TEXT,
    public     BOOLEAN NOT NULL,
    decided_at TEXT,
    body       TEXT    NOT NULL,
    version    BIGINT  NOT NULL
);
CREATE INDEX item_of_group ON item (group_id, status, id);
CREATE INDEX item_decided ON item (group_id, decided_at);
CREATE INDEX item_of_meeting ON item (meeting, id);
CREATE INDEX item_of_subject ON item (subject, motion);

-- What somebody said an interest on an item is: beside the record, because it is about a person.
CREATE TABLE item_interest (
    item   TEXT NOT NULL,
    person TEXT NOT NULL,
    words  TEXT NOT NULL,
    PRIMARY KEY (item, person)
);

-- The record commits to the words of a standing interest; they stand here.
CREATE TABLE interest (
    id           TEXT   PRIMARY KEY,
    reference    TEXT   NOT NULL UNIQUE,
    person       TEXT   NOT NULL,
    declared_at  TEXT   NOT NULL,
    body         TEXT   NOT NULL,
    description  TEXT   NOT NULL,
    organisation TEXT   NOT NULL,
    salt         TEXT   NOT NULL,
    version      BIGINT NOT NULL
);
CREATE INDEX interest_of_person ON interest (person, declared_at);

-- The text of a meeting's minutes: it names people, so the record only commits to it.
CREATE TABLE minutes (meeting TEXT PRIMARY KEY, words TEXT NOT NULL, salt TEXT NOT NULL);

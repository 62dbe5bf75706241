-- Names, addresses and passwords stand here and nowhere in the record.
CREATE TABLE person (
    id       TEXT    PRIMARY KEY,
    name     TEXT    NOT NULL,
    email    TEXT    NOT NULL UNIQUE,
    password TEXT    NOT NULL,
    active   BOOLEAN NOT NULL,
    body     TEXT    NOT NULL,
    version  BIGINT  NOT NULL
);

-- One-time links: what for (invitation, password), kept as a hash, gone once used.
CREATE TABLE link (
    hash    TEXT PRIMARY KEY,
    person  TEXT NOT NULL,
    purpose TEXT NOT NULL,
    ends_at TEXT NOT NULL
);
CREATE INDEX link_of_person ON link (person, purpose);

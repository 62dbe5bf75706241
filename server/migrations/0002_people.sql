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

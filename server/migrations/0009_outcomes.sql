CREATE TABLE outcome (
    id            TEXT    PRIMARY KEY,
    reference     TEXT    NOT NULL UNIQUE,
    collaboration TEXT    NOT NULL UNIQUE,
    group_id      TEXT    NOT NULL,
    status        TEXT    NOT NULL,
    is_public     BOOLEAN NOT NULL,
    title         TEXT    NOT NULL,
    condition     TEXT    NOT NULL,
    place         TEXT    NOT NULL,
    body          TEXT    NOT NULL,
    version       BIGINT  NOT NULL
);
CREATE INDEX outcome_of_group ON outcome (group_id, id);
CREATE INDEX outcome_public ON outcome (is_public, id);

-- Legal bodies. `sort` is the name in small letters.
CREATE TABLE organisation (
    id        TEXT   PRIMARY KEY,
    reference TEXT   NOT NULL UNIQUE,
    name      TEXT   NOT NULL,
    sort      TEXT   NOT NULL,
    ends_on   TEXT,
    body      TEXT   NOT NULL,
    version   BIGINT NOT NULL
);
CREATE INDEX organisation_by_name ON organisation (sort, id);

CREATE TABLE organisation_kind (
    kind         TEXT NOT NULL,
    organisation TEXT NOT NULL,
    PRIMARY KEY (kind, organisation)
);
CREATE INDEX kinds_of_organisation ON organisation_kind (organisation);

-- Codes that ended stay: old codes still resolve.
CREATE TABLE organisation_code (
    scheme       TEXT NOT NULL,
    code         TEXT NOT NULL,
    organisation TEXT NOT NULL,
    starts_on    TEXT,
    ends_on      TEXT,
    PRIMARY KEY (scheme, code, organisation)
);
CREATE INDEX codes_of_organisation ON organisation_code (organisation);

CREATE TABLE organisation_successor (
    predecessor TEXT NOT NULL,
    successor   TEXT NOT NULL,
    PRIMARY KEY (predecessor, successor)
);
CREATE INDEX predecessors_of_organisation ON organisation_successor (successor);

-- The words of names, codes and references, in small letters and digits: what the list is searched by.
CREATE TABLE organisation_word (
    word         TEXT NOT NULL,
    organisation TEXT NOT NULL,
    PRIMARY KEY (word, organisation)
);
CREATE INDEX words_of_organisation ON organisation_word (organisation);

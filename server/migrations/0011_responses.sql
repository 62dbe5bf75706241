-- One response per organisation and call.
CREATE TABLE response (
    id           TEXT   PRIMARY KEY,
    reference    TEXT   NOT NULL UNIQUE,
    call_id      TEXT   NOT NULL,
    organisation TEXT   NOT NULL,
    status       TEXT   NOT NULL,
    body         TEXT   NOT NULL,
    version      BIGINT NOT NULL,
    UNIQUE (call_id, organisation)
);
CREATE INDEX response_of_organisation ON response (organisation, id);

-- What its organisation is writing: one draft, which several people save; `version` counts the saves.
CREATE TABLE answer_draft (
    response TEXT   PRIMARY KEY,
    body     TEXT   NOT NULL,
    version  BIGINT NOT NULL,
    saved_by TEXT   NOT NULL,
    saved_at TEXT   NOT NULL
);

-- What was submitted, each time. The record holds only a commitment to `body` with `salt`.
CREATE TABLE answer_sheet (
    response TEXT   NOT NULL,
    number   BIGINT NOT NULL,
    salt     TEXT   NOT NULL,
    body     TEXT   NOT NULL,
    PRIMARY KEY (response, number)
);

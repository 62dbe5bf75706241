-- The panel of a call.
CREATE TABLE panel (
    id      TEXT   PRIMARY KEY,
    call_id TEXT   NOT NULL UNIQUE,
    status  TEXT   NOT NULL,
    body    TEXT   NOT NULL,
    version BIGINT NOT NULL
);

CREATE INDEX panel_by_status ON panel (status, id);

-- Why somebody said no: theirs, and so beside the record.
CREATE TABLE panel_reply (
    panel   TEXT NOT NULL,
    person  TEXT NOT NULL,
    reasons TEXT NOT NULL,
    PRIMARY KEY (panel, person)
);

-- One assessor's judgement of one response.
CREATE TABLE assessment (
    id        TEXT   PRIMARY KEY,
    reference TEXT   NOT NULL UNIQUE,
    call_id   TEXT   NOT NULL,
    response  TEXT   NOT NULL,
    assessor  TEXT   NOT NULL,
    status    TEXT   NOT NULL,
    body      TEXT   NOT NULL,
    version   BIGINT NOT NULL,
    UNIQUE (response, assessor)
);
CREATE INDEX assessment_of_call ON assessment (call_id, id);
CREATE INDEX assessment_of_assessor ON assessment (assessor, id);

-- The interest an assessor declared, and why it was ruled on as it was.
CREATE TABLE declaration (
    assessment TEXT PRIMARY KEY,
    interest   TEXT NOT NULL,
    ruling     TEXT NOT NULL
);

-- Scores and reasons; `version` counts the saves, `salt` stands from the locking on.
CREATE TABLE score_sheet (
    assessment TEXT   PRIMARY KEY,
    body       TEXT   NOT NULL,
    version    BIGINT NOT NULL,
    saved_at   TEXT   NOT NULL,
    salt       TEXT
);

-- What a ranking is computed from, as the group was advised. The record holds a commitment to `body` with `salt`.
CREATE TABLE ranking (
    call_id TEXT PRIMARY KEY,
    salt    TEXT NOT NULL,
    body    TEXT NOT NULL
);

-- The letter to a respondent, released with all others.
CREATE TABLE outcome_letter (
    response    TEXT PRIMARY KEY,
    body        TEXT NOT NULL,
    released_at TEXT NOT NULL
);

-- The record: append only. `seq` has no gaps; `chain` covers this row and the chain before it.
CREATE TABLE event (
    seq        BIGINT PRIMARY KEY,
    id         TEXT   NOT NULL UNIQUE,
    at         TEXT   NOT NULL,
    by         TEXT   NOT NULL,
    subject    TEXT   NOT NULL,
    subject_id TEXT   NOT NULL,
    version    BIGINT NOT NULL,
    what       TEXT   NOT NULL,
    state      TEXT   NOT NULL,
    chain      TEXT   NOT NULL
);
CREATE INDEX event_of_subject ON event (subject_id, seq);
-- One row: the end of the record. Locked by whoever appends, so events have one order.
CREATE TABLE event_head (one BIGINT PRIMARY KEY, seq BIGINT NOT NULL, chain TEXT NOT NULL);
INSERT INTO event_head (one, seq, chain) VALUES (1, 0, '0000000000000000000000000000000000000000000000000000000000000000');

-- Work after the response. Leased until `locked_until`; `given_up` is set when the attempts are used up.
CREATE TABLE job (
    id           TEXT   PRIMARY KEY,
    body         TEXT   NOT NULL,
    slot         TEXT   UNIQUE,
    run_at       TEXT   NOT NULL,
    attempts     BIGINT NOT NULL,
    locked_until TEXT,
    given_up     BOOLEAN NOT NULL,
    error        TEXT
);
CREATE INDEX job_due ON job (given_up, run_at);

-- The outbox: each mail as it was or will be sent.
CREATE TABLE mail (
    id         TEXT PRIMARY KEY,
    person     TEXT,
    address    TEXT NOT NULL,
    subject    TEXT NOT NULL,
    body       TEXT NOT NULL,
    html       TEXT NOT NULL,
    created_at TEXT NOT NULL,
    status     TEXT NOT NULL,
    sent_at    TEXT,
    error      TEXT
);
CREATE INDEX mail_by_time ON mail (created_at, id);

-- Who may do what, from when until when: written by the rooms that know, read with every request.
CREATE TABLE role (
    person    TEXT NOT NULL,
    kind      TEXT NOT NULL,
    word      TEXT NOT NULL,
    thing     TEXT NOT NULL,
    starts_at TEXT NOT NULL,
    ends_at   TEXT,
    PRIMARY KEY (person, kind, word, thing)
);
CREATE INDEX role_of_thing ON role (thing, kind);

CREATE TABLE session (
    token      TEXT PRIMARY KEY,
    person     TEXT NOT NULL,
    started_at TEXT NOT NULL,
    seen_at    TEXT NOT NULL,
    ends_at    TEXT NOT NULL,
    agent      TEXT NOT NULL
);
CREATE INDEX session_of_person ON session (person);

-- API tokens: shown once, kept as a hash.
CREATE TABLE token (
    hash       TEXT PRIMARY KEY,
    person     TEXT NOT NULL,
    name       TEXT NOT NULL,
    scopes     TEXT NOT NULL,
    created_at TEXT NOT NULL,
    ends_at    TEXT NOT NULL
);
CREATE INDEX token_of_person ON token (person);

-- The answer to a form or call that came once: it gets the same answer when it comes again.
CREATE TABLE once (
    key        TEXT PRIMARY KEY,
    person     TEXT NOT NULL,
    location   TEXT NOT NULL,
    body       TEXT NOT NULL,
    created_at TEXT NOT NULL
);

-- What somebody typed and has not sent, by address of the form.
CREATE TABLE typed (
    person   TEXT NOT NULL,
    address  TEXT NOT NULL,
    fields   TEXT NOT NULL,
    saved_at TEXT NOT NULL,
    PRIMARY KEY (person, address)
);

-- A form that was posted after the session ended: given back after sign-in.
CREATE TABLE parked (
    token      TEXT PRIMARY KEY,
    address    TEXT NOT NULL,
    fields     TEXT NOT NULL,
    created_at TEXT NOT NULL
);

CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT NOT NULL);

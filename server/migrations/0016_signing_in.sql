-- How and when the person of a session last proved who they are: some acts ask for it anew.
ALTER TABLE session ADD COLUMN method TEXT NOT NULL DEFAULT 'password';
ALTER TABLE session ADD COLUMN proved_at TEXT NOT NULL DEFAULT '';
UPDATE session SET proved_at = started_at;

-- Browsers that somebody has signed in from, by the hash of a cookie: from another one, they are told by mail.
CREATE TABLE browser (
    hash    TEXT NOT NULL,
    person  TEXT NOT NULL,
    seen_at TEXT NOT NULL,
    PRIMARY KEY (hash, person)
);
CREATE INDEX browser_of_person ON browser (person);

-- The secret shared with somebody's authenticator app, never shown again; `last_step` is that of the last code taken.
CREATE TABLE second_factor (
    person    TEXT   PRIMARY KEY,
    secret    TEXT   NOT NULL,
    since     TEXT   NOT NULL,
    last_step BIGINT NOT NULL
);

-- One-time recovery codes, by their hash; gone once used.
CREATE TABLE recovery_code (
    person TEXT NOT NULL,
    hash   TEXT NOT NULL,
    PRIMARY KEY (person, hash)
);

-- Sign-ins whose first step is done and whose second is awaited, with where they lead.
CREATE TABLE half_sign_in (
    hash    TEXT PRIMARY KEY,
    person  TEXT NOT NULL,
    next    TEXT,
    parked  TEXT,
    ends_at TEXT NOT NULL
);

-- Addresses that the mail server of their reader refused for good; gone when a mail gets through.
CREATE TABLE bounce (
    address TEXT PRIMARY KEY,
    at      TEXT NOT NULL,
    error   TEXT NOT NULL
);

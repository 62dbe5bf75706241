-- Passkeys (WebAuthn credentials): `credential` is the id by which the authenticator knows it, `handle` the id of the account
-- for which it was made (another one than `person` once two accounts were merged), `body` the public key and its counter.
CREATE TABLE passkey (
    id         TEXT PRIMARY KEY,
    person     TEXT NOT NULL,
    handle     TEXT NOT NULL,
    credential TEXT NOT NULL UNIQUE,
    name       TEXT NOT NULL,
    body       TEXT NOT NULL,
    made_at    TEXT NOT NULL,
    used_at    TEXT
);
CREATE INDEX passkey_of_person ON passkey (person);

-- Challenges that a browser was given and has not answered, by the hash of its cookie and what they are for.
CREATE TABLE passkey_challenge (
    hash    TEXT PRIMARY KEY,
    state   TEXT NOT NULL,
    ends_at TEXT NOT NULL
);
CREATE INDEX passkey_challenge_ends ON passkey_challenge (ends_at);

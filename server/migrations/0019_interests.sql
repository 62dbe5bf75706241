-- When a person last stood by a declaration: on declaring it or on renewing.
ALTER TABLE interest ADD COLUMN confirmed_at TEXT NOT NULL DEFAULT '';
UPDATE interest SET confirmed_at = declared_at;
-- The organisation, where it is one of the list; the name stands in `organisation`.
ALTER TABLE interest ADD COLUMN organisation_id TEXT;
-- The entry of somebody else's register that says the same.
ALTER TABLE interest ADD COLUMN register TEXT NOT NULL DEFAULT '';
ALTER TABLE interest ADD COLUMN link TEXT NOT NULL DEFAULT '';
-- Why its person asked for it to be withheld from the public.
ALTER TABLE interest ADD COLUMN withhold_because TEXT NOT NULL DEFAULT '';
CREATE INDEX interest_confirmed ON interest (person, confirmed_at);

-- Suggested conflicts that somebody answered. Evidence and reasons stand here; the record commits to them.
CREATE TABLE suggestion (
    id           TEXT   PRIMARY KEY,
    reference    TEXT   NOT NULL UNIQUE,
    about        TEXT   NOT NULL,
    person       TEXT   NOT NULL,
    organisation TEXT   NOT NULL,
    body         TEXT   NOT NULL,
    evidence     TEXT   NOT NULL,
    reasons      TEXT   NOT NULL,
    salt         TEXT   NOT NULL,
    version      BIGINT NOT NULL,
    UNIQUE (about, person, organisation)
);

-- Checks of people against organisations before they are invited: what was asked, by whom. The answer is found anew.
CREATE TABLE dry_run (
    id         TEXT PRIMARY KEY,
    reference  TEXT NOT NULL UNIQUE,
    person     TEXT NOT NULL,
    asked_at   TEXT NOT NULL,
    people     TEXT NOT NULL,
    bodies     TEXT NOT NULL
);
CREATE INDEX dry_run_of_person ON dry_run (person, id);

-- What an interest said before it was changed, with the salt of the record's commitment to it.
CREATE TABLE interest_before (
    interest TEXT   NOT NULL,
    version  BIGINT NOT NULL,
    words    TEXT   NOT NULL,
    salt     TEXT   NOT NULL,
    PRIMARY KEY (interest, version)
);

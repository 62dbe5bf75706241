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

-- What an interest said before it was changed, with the salt of the record's commitment to it.
CREATE TABLE interest_before (
    interest TEXT   NOT NULL,
    version  BIGINT NOT NULL,
    words    TEXT   NOT NULL,
    salt     TEXT   NOT NULL,
    PRIMARY KEY (interest, version)
);

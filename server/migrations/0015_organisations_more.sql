-- Whom an organisation belongs to: it is part of one, or hosted by one.
CREATE TABLE organisation_tie (
    organisation TEXT NOT NULL,
    kind         TEXT NOT NULL,
    above        TEXT NOT NULL,
    starts_on    TEXT,
    ends_on      TEXT
);
CREATE INDEX ties_of_organisation ON organisation_tie (organisation);
CREATE INDEX ties_below_organisation ON organisation_tie (above);

-- A register that an operator sent: the lines until they are loaded, then what was loaded.
CREATE TABLE register_sheet (
    id         TEXT PRIMARY KEY,
    person     TEXT NOT NULL,
    sent_at    TEXT NOT NULL,
    lines      TEXT NOT NULL,
    loaded_at  TEXT,
    report     TEXT
);
CREATE INDEX register_sheet_of_person ON register_sheet (person, sent_at);
CREATE INDEX organisation_code_by_code ON organisation_code (code);

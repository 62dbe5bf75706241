CREATE TABLE collaboration (
    id         TEXT    PRIMARY KEY,
    reference  TEXT    NOT NULL UNIQUE,
    group_id   TEXT    NOT NULL,
    network    TEXT    NOT NULL,
    challenge  TEXT    NOT NULL,
    status     TEXT    NOT NULL,
    is_public  BOOLEAN NOT NULL,
    title      TEXT    NOT NULL,
    condition  TEXT    NOT NULL,
    place      TEXT    NOT NULL,
    adapts     TEXT,
    body       TEXT    NOT NULL,
    version    BIGINT  NOT NULL
);
CREATE INDEX collaboration_of_group ON collaboration (group_id, id);
CREATE INDEX collaboration_of_network ON collaboration (network, id);
CREATE INDEX collaboration_of_challenge ON collaboration (challenge, id);
CREATE INDEX collaboration_adapting ON collaboration (adapts, id);
CREATE INDEX collaboration_public ON collaboration (is_public, id);
CREATE INDEX collaboration_public_status ON collaboration (is_public, status, id);
CREATE INDEX collaboration_public_condition ON collaboration (is_public, condition, id);
CREATE INDEX collaboration_public_place ON collaboration (is_public, place, id);

-- Who takes part: for lists by organisation.
CREATE TABLE collaboration_party (
    organisation  TEXT NOT NULL,
    collaboration TEXT NOT NULL,
    PRIMARY KEY (organisation, collaboration)
);

-- One entry a row, never changed; the latest for a measure and period counts. The record holds the same entries.
CREATE TABLE reading (
    collaboration TEXT   NOT NULL,
    number        BIGINT NOT NULL,
    body          TEXT   NOT NULL,
    PRIMARY KEY (collaboration, number)
);

CREATE TABLE agreement (
    id            TEXT   PRIMARY KEY,
    reference     TEXT   NOT NULL UNIQUE,
    collaboration TEXT   NOT NULL,
    call          TEXT   NOT NULL UNIQUE,
    group_id      TEXT   NOT NULL,
    network       TEXT   NOT NULL,
    status        TEXT   NOT NULL,
    title         TEXT   NOT NULL,
    body          TEXT   NOT NULL,
    version       BIGINT NOT NULL
);
CREATE INDEX agreement_of_group ON agreement (group_id, id);
CREATE INDEX agreement_of_network ON agreement (network, id);
CREATE INDEX agreement_of_collaboration ON agreement (collaboration);
CREATE TABLE agreement_party (
    agreement    TEXT NOT NULL,
    organisation TEXT NOT NULL,
    PRIMARY KEY (organisation, agreement)
);
CREATE INDEX agreement_party_of ON agreement_party (agreement);

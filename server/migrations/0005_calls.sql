-- `phase` is hidden, open or over: what public lists choose by. `rank` orders a public list: seconds of the deadline
-- while open (closing soon first), the same below zero when over (closed last first).
CREATE TABLE call (
    id         TEXT   PRIMARY KEY,
    reference  TEXT   NOT NULL UNIQUE,
    challenge  TEXT   NOT NULL,
    group_id   TEXT   NOT NULL,
    network    TEXT   NOT NULL,
    status     TEXT   NOT NULL,
    phase      TEXT   NOT NULL,
    rank       BIGINT NOT NULL,
    title      TEXT   NOT NULL,
    condition  TEXT   NOT NULL,
    place      TEXT   NOT NULL,
    published_at TEXT,
    body       TEXT   NOT NULL,
    version    BIGINT NOT NULL
);
CREATE INDEX call_public ON call (phase, rank, id);
CREATE INDEX call_of_condition ON call (phase, condition, rank, id);
CREATE INDEX call_of_place ON call (phase, place, rank, id);
CREATE INDEX call_of_challenge ON call (challenge, id);
CREATE INDEX call_of_group ON call (group_id, id);
CREATE INDEX call_of_network ON call (network, id);
CREATE INDEX call_by_publication ON call (published_at, id);

CREATE TABLE challenge (
    id         TEXT   PRIMARY KEY,
    reference  TEXT   NOT NULL UNIQUE,
    group_id   TEXT   NOT NULL,
    author     TEXT   NOT NULL,
    status     TEXT   NOT NULL,
    title      TEXT   NOT NULL,
    adapts     TEXT,
    body       TEXT   NOT NULL,
    version    BIGINT NOT NULL
);
CREATE INDEX challenge_of_group ON challenge (group_id, id);
CREATE INDEX challenge_public ON challenge (id) WHERE status IN ('approved', 'called', 'answered', 'unanswered');
CREATE INDEX challenge_of_author ON challenge (author, status);
CREATE INDEX challenge_adapting ON challenge (adapts, id);
CREATE INDEX challenge_by_status ON challenge (status, group_id);

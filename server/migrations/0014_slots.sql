-- Slots of jobs that ran and must never run again: a schedule that is made once more finds them taken.
CREATE TABLE done_slot (slot TEXT PRIMARY KEY, done_at TEXT NOT NULL);
CREATE INDEX done_slot_by_age ON done_slot (done_at);
-- Answers to forms that came once are forgotten after a while: found by their age.
CREATE INDEX once_by_age ON once (created_at);
-- Sessions, tokens and one-time links that have ended are forgotten.
CREATE INDEX session_by_end ON session (ends_at);
CREATE INDEX token_by_end ON token (ends_at);
CREATE INDEX link_by_end ON link (ends_at);

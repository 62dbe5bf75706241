-- The entry for the reader's calendar that goes with a mail, as an iCalendar text.
ALTER TABLE mail ADD COLUMN calendar TEXT;

-- The words of a meeting's papers: the record only commits to them.
CREATE TABLE paper (id TEXT PRIMARY KEY, meeting TEXT NOT NULL, words TEXT NOT NULL, salt TEXT NOT NULL);
CREATE INDEX paper_of_meeting ON paper (meeting, id);

-- What meetings agreed that somebody does.
CREATE TABLE action (
    id        TEXT   PRIMARY KEY,
    reference TEXT   NOT NULL UNIQUE,
    group_id  TEXT   NOT NULL,
    meeting   TEXT   NOT NULL,
    owner     TEXT   NOT NULL,
    due_on    TEXT   NOT NULL,
    status    TEXT   NOT NULL,
    body      TEXT   NOT NULL,
    version   BIGINT NOT NULL
);
CREATE INDEX action_of_group ON action (group_id, status, due_on);
CREATE INDEX action_of_meeting ON action (meeting, id);
CREATE INDEX action_of_owner ON action (owner, status, due_on);

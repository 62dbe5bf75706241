-- What came from what: whoever is recused on the origin is recused on the thing.
CREATE TABLE follows (
    origin TEXT NOT NULL,
    thing  TEXT NOT NULL,
    PRIMARY KEY (origin, thing)
);
CREATE INDEX follows_back ON follows (thing, origin);
INSERT INTO follows (origin, thing) SELECT challenge, id FROM call;
INSERT INTO follows (origin, thing) SELECT call_id, id FROM response;
INSERT INTO follows (origin, thing) SELECT subject, id FROM item;
INSERT INTO follows (origin, thing) SELECT call, id FROM agreement;
INSERT INTO follows (origin, thing) SELECT collaboration, id FROM agreement;
INSERT INTO follows (origin, thing) SELECT id, collaboration FROM agreement;
INSERT INTO follows (origin, thing) SELECT call_id, id FROM panel;
INSERT INTO follows (origin, thing) SELECT response, id FROM assessment;
INSERT INTO follows (origin, thing) SELECT collaboration, id FROM outcome;

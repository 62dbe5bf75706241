-- What was typed and not sent is forgotten after a while: found by its age.
CREATE INDEX parked_by_age ON parked (created_at);
CREATE INDEX typed_by_age ON typed (saved_at);

-- Whom groups ask to take a seat: kept with each change of the group, so that an offer is found by its person.
CREATE TABLE seat_offer (
    group_id TEXT NOT NULL,
    person   TEXT NOT NULL,
    PRIMARY KEY (group_id, person)
);
CREATE INDEX seat_offer_of_person ON seat_offer (person);

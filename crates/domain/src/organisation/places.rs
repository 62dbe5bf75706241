//! Where organisations have places, and what becomes of each when another takes it (G8).
use super::{Heir, Matter, Place, matters::replaced};
use crate::{
    actor::Actor,
    agreement::{self, Agreement},
    assessment, call,
    collaboration::{self, Collaboration, Party},
    event::Decided,
    group::{self, Group},
    ids::*,
    outcome::{self, Outcome},
    person::{self, Person},
    policy,
    refusal::{Reason, Refusal},
    response,
};

macro_rules! matters { ($($module:ident::$thing:ident),*) => { $(
    impl Matter for $module::$thing {
        fn place_taken(of: OrganisationId, by: OrganisationId) -> $module::Event {
            $module::Event::PlaceTaken { of, by }
        }
    }
)* } }

matters!(call::Call, response::Response, assessment::Assessment);

impl Matter for Agreement {
    fn place_taken(of: OrganisationId, by: OrganisationId) -> agreement::Event {
        agreement::Event::PlaceTaken { of, by }
    }
    /// A draft takes the new name. A text that was agreed stays as it is, to the letter: its hash still stands.
    fn with(self, heir: &Heir) -> Agreement {
        let mut it = replaced(&self, heir.of, heir.by);
        match it.text_hash {
            Some(_) => it.heirs = [self.heirs, vec![heir.clone()]].concat(),
            None => it.rename(heir),
        }
        it
    }
}

impl Matter for Collaboration {
    fn place_taken(of: OrganisationId, by: OrganisationId) -> collaboration::Event {
        collaboration::Event::PlaceTaken { of, by }
    }
    /// The project goes on under the new name; the summary that was published stays as it is.
    fn with(self, heir: &Heir) -> Collaboration {
        let mut it = replaced(&self, heir.of, heir.by);
        rename(&mut it.parties, heir);
        Collaboration { summary: self.summary, ..it }
    }
}

impl Matter for Outcome {
    fn place_taken(of: OrganisationId, by: OrganisationId) -> outcome::Event {
        outcome::Event::PlaceTaken { of, by }
    }
    fn with(self, heir: &Heir) -> Outcome {
        let mut it = replaced(&self, heir.of, heir.by);
        rename(&mut it.parties, heir);
        it
    }
}

fn rename(parties: &mut [Party], heir: &Heir) {
    let of = |party: &&mut Party| party.organisation == heir.by;
    parties.iter_mut().filter(of).for_each(|party| party.name = heir.name.clone());
}

impl Person {
    /// What this person did for one organisation they do for the one that took its place.
    pub fn follow(mut self, actor: &Actor, heir: &Heir, place: Place) -> Result<Decided<Person>, Refusal> {
        policy::may_appoint(actor)?;
        let moved: Vec<_> =
            self.duties.iter().filter(|(_, of)| *of == heir.of).map(|(duty, _)| (*duty, heir.by)).collect();
        self.duties.retain(|(_, of)| *of != heir.of || place == Place::Shared);
        self.duties.extend(moved);
        self.duties.sort();
        self.duties.dedup();
        Ok(Decided::new(self, person::Event::PlaceTaken { of: heir.of, by: heir.by }))
    }
}

impl Group {
    /// Another board or network takes the place of one of the group's own.
    pub fn hand_over(mut self, actor: &Actor, heir: &Heir) -> Result<Decided<Group>, Refusal> {
        policy::may_edit_organisation(actor)?;
        for system in self.systems.iter_mut().filter(|system| **system == heir.of) {
            *system = heir.by;
        }
        let known = self.systems.clone();
        let mut n = 0..known.len();
        self.systems.retain(|one| n.next().is_some_and(|n| !known[..n].contains(one)));
        if self.network == heir.of {
            self.network = heir.by;
        }
        Ok(Decided::new(self, group::Event::PlaceTaken { of: heir.of, by: heir.by }))
    }

    /// Whoever holds this seat represents the organisation that took the other's place.
    pub fn hand_over_seat(mut self, actor: &Actor, seat: SeatId, heir: &Heir) -> Result<Decided<Group>, Refusal> {
        policy::may_edit_organisation(actor)?;
        let held = |one: &&mut group::Seat| one.id == seat && one.organisation == Some(heir.of);
        let seat = self.seats.iter_mut().find(held).ok_or(Reason::new("no_such_seat"))?;
        seat.organisation = Some(heir.by);
        Ok(Decided::new(self, group::Event::PlaceTaken { of: heir.of, by: heir.by }))
    }
}

//! What becomes of seats: offered, accepted or declined, extended, resigned; what is vacant (G1).
use crate::{
    actor::{Actor, SeatRole},
    event::Decided,
    group::{Command, Event, Group, Seat},
    ids::*,
    policy,
    refusal::{Reason, Refusal, gate},
    time::Timestamp,
};
use jiff::{ToSpan, civil::Date};
use serde::{Deserialize, Serialize};

words! {
    /// Where a seat stands on a day.
    pub enum Standing {
        /// Its person was asked and has not answered.
        Offered = "offered",
        /// Its first day is still to come.
        ToCome = "to_come",
        /// It is held.
        Held = "held",
        /// Its last day is past.
        Past = "past",
    }
}
words! {
    /// What somebody does to a seat.
    pub enum Deed {
        /// Its person takes it.
        Accept = "accept",
        /// Its person does not take it.
        Decline = "decline",
        /// Whoever runs the group asks no longer.
        TakeBack = "take_back",
        /// It lasts longer.
        Extend = "extend",
        /// Its person says which day is their last.
        Resign = "resign",
        /// Whoever runs the group says which day is its last.
        End = "end",
    }
}

/// What can be done to a seat as it stands; anything not listed is refused.
pub const POSSIBLE: &[(Standing, Deed)] = {
    use {Deed::*, Standing::*};
    &[
        (Offered, Accept),
        (Offered, Decline),
        (Offered, TakeBack),
        (ToCome, Extend),
        (ToCome, Resign),
        (ToCome, End),
        (Held, Extend),
        (Held, Resign),
        (Held, End),
    ]
};

/// A seat that somebody is asked to take, and has not answered for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Offer {
    /// The seat as it would be.
    pub seat: Seat,
    /// Who asked.
    pub by: PersonId,
    /// When.
    pub at: Timestamp,
}

/// A seat that nobody holds.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Vacancy {
    /// Its role.
    pub role: SeatRole,
    /// The organisation that it represents.
    pub organisation: Option<OrganisationId>,
    /// Since which day; none for a role that nobody ever held.
    pub since: Option<Date>,
}

/// The roles that every group has somebody in.
const NEEDED: [SeatRole; 3] = [SeatRole::Chair, SeatRole::Deputy, SeatRole::Secretary];

impl Seat {
    /// Where the seat stands on a day, once it was taken.
    pub fn standing(&self, on: Date) -> Standing {
        match self {
            _ if self.to.is_some_and(|last| last < on) => Standing::Past,
            _ if on < self.from => Standing::ToCome,
            _ => Standing::Held,
        }
    }

    fn allows(&self, deed: Deed, on: Date) -> bool {
        POSSIBLE.contains(&(self.standing(on), deed))
    }
}

impl Group {
    /// Asks somebody to take a seat. It is theirs once they accept.
    pub fn offer_seat(mut self, actor: &Actor, seat: Seat, at: Timestamp) -> Result<Decided<Group>, Refusal> {
        policy::may_group(actor, Command::OfferSeat, &self)?;
        let mut reasons = self.refused_seat(&seat);
        if self.offer_to(seat.person).is_some() {
            reasons.push(Reason::new("already_offered").at("email"));
        }
        if seat.to.is_some_and(|last| last < at.day()) {
            reasons.push(Reason::new("seat_is_past").at("to"));
        }
        gate(reasons)?;
        let event = Event::SeatOffered { seat: seat.id, person: seat.person };
        self.offers.push(Offer { seat, by: actor.person, at });
        Ok(Decided::new(self, event))
    }

    /// The person who was asked takes the seat: from its first day on, and never from a day before they said so.
    pub fn accept_seat(mut self, actor: &Actor, at: Timestamp) -> Result<Decided<Group>, Refusal> {
        let mut seat = self.take_offer(actor)?;
        seat.from = seat.from.max(at.day());
        gate(self.refused_answer(&seat))?;
        let event = Event::SeatAccepted { seat: seat.id, person: seat.person };
        self.seats.push(seat);
        Ok(Decided::new(self, event))
    }

    /// The person who was asked does not take the seat.
    pub fn decline_seat(mut self, actor: &Actor) -> Result<Decided<Group>, Refusal> {
        let seat = self.take_offer(actor)?;
        Ok(Decided::new(self, Event::SeatDeclined { seat: seat.id, person: seat.person }))
    }

    /// Asks somebody no longer.
    pub fn take_back_offer(mut self, actor: &Actor, seat: SeatId) -> Result<Decided<Group>, Refusal> {
        policy::may_group(actor, Command::TakeBackOffer, &self)?;
        let n = self.offers.iter().position(|offer| offer.seat.id == seat).ok_or(Refusal::because("no_such_offer"))?;
        let seat = self.offers.remove(n).seat;
        Ok(Decided::new(self, Event::OfferTakenBack { seat: seat.id, person: seat.person }))
    }

    /// A seat that is held or to come lasts longer: to a later day, or without an end.
    pub fn extend_seat(
        mut self,
        actor: &Actor,
        seat: SeatId,
        last: Option<Date>,
        at: Timestamp,
    ) -> Result<Decided<Group>, Refusal> {
        policy::may_group(actor, Command::ExtendSeat, &self)?;
        let n = self.place_of(seat, Deed::Extend, at)?;
        let longer = Seat { to: last, ..self.seats[n].clone() };
        let later = |end: Date| last.is_none_or(|last| last > end);
        if !self.seats[n].to.is_some_and(later) {
            return Err(Reason::new("not_an_extension").at("to").into());
        }
        gate(self.refused_seat(&longer).into_iter().map(|it| it.at("to")).collect())?;
        let event = Event::SeatExtended { seat, person: longer.person };
        self.seats[n] = longer;
        Ok(Decided::new(self, event))
    }

    /// Somebody gives their own seat up on a day that is not past, which is their last.
    pub fn resign_seat(mut self, actor: &Actor, last: Date, at: Timestamp) -> Result<Decided<Group>, Refusal> {
        let own = |seat: &Seat| actor.is_person(seat.person) && seat.allows(Deed::Resign, at.day());
        let seat = self.seats.iter_mut().find(|seat| own(seat)).ok_or(Refusal::because("no_seat_of_yours"))?;
        if last < at.day() || seat.to.is_some_and(|to| to < last) {
            return Err(Reason::new("resign_dates").at("to").into());
        }
        seat.to = Some(last);
        let event = Event::SeatResigned { seat: seat.id, person: seat.person };
        Ok(Decided::new(self, event))
    }

    /// Somebody left the service: the seat they hold ends today, and no offer is open to them. None where they had none.
    pub fn without(mut self, person: PersonId, at: Timestamp) -> Option<Decided<Group>> {
        self.offers.retain(|offer| offer.seat.person != person);
        let open = |seat: &&mut Seat| seat.person == person && seat.standing(at.day()) != Standing::Past;
        let mut ended = None;
        for seat in self.seats.iter_mut().filter(open) {
            seat.to = Some(seat.from.max(at.day()).min(seat.to.unwrap_or(Date::MAX)));
            ended = Some(seat.id);
        }
        ended.map(|seat| Decided::new(self, Event::SeatEnded { seat, person, because: String::new() }))
    }

    /// The open offer to a person.
    pub fn offer_to(&self, person: PersonId) -> Option<&Offer> {
        self.offers.iter().find(|offer| offer.seat.person == person)
    }

    /// The seats that nobody holds on a day: chair, deputy and secretary, and every other seat that ended, was to be
    /// filled again, and has nobody of the same role for the same organisation since.
    pub fn vacancies(&self, on: Date) -> Vec<Vacancy> {
        let mut all: Vec<Vacancy> = NEEDED.iter().filter_map(|role| self.missing(*role, on)).collect();
        for seat in self.seats.iter().filter(|seat| self.leaves_a_gap(seat, on)) {
            let vacancy = Vacancy { role: seat.role, organisation: seat.organisation, since: self.since(seat) };
            if !all.contains(&vacancy) {
                all.push(vacancy);
            }
        }
        all
    }

    /// Whether fewer may vote on a day than the terms in force ask to be present.
    pub fn is_below_quorum(&self, on: Date, at: Timestamp) -> bool {
        let voting = self.seats.iter().filter(|seat| seat.voting && seat.is_held(on)).count();
        let needed = self.in_force(at).and_then(|terms| terms.clauses.quorum);
        needed.is_some_and(|quorum| voting < quorum as usize)
    }

    /// The place of a seat to which this can be done.
    pub(crate) fn place_of(&self, seat: SeatId, deed: Deed, at: Timestamp) -> Result<usize, Refusal> {
        let found = self.seats.iter().position(|one| one.id == seat && one.allows(deed, at.day()));
        found.ok_or(Reason::new("no_such_seat").at("seat").into())
    }

    fn take_offer(&mut self, actor: &Actor) -> Result<Seat, Refusal> {
        let mine = |offer: &Offer| actor.is_person(offer.seat.person);
        let n = self.offers.iter().position(mine).ok_or(Refusal::because("no_offer_to_you"))?;
        Ok(Seat { person: actor.person, ..self.offers.remove(n).seat })
    }

    /// What stands against taking a seat now; whoever takes it has no form to correct, so no reason is at a field.
    fn refused_answer(&self, seat: &Seat) -> Vec<Reason> {
        if seat.to.is_some_and(|last| last < seat.from) {
            return vec![Reason::new("offer_lapsed")];
        }
        self.refused_seat(seat).into_iter().map(|reason| Reason { field: None, ..reason }).collect()
    }

    fn missing(&self, role: SeatRole, on: Date) -> Option<Vacancy> {
        let own = || self.seats.iter().filter(|seat| seat.role == role);
        let last = own().filter(|seat| seat.standing(on) == Standing::Past).filter_map(|seat| seat.to).max();
        let since = last.map(|last| last.saturating_add(1.day()));
        (!own().any(|seat| seat.is_held(on))).then_some(Vacancy { role, organisation: None, since })
    }

    fn leaves_a_gap(&self, seat: &Seat, on: Date) -> bool {
        let same = |other: &&Seat| other.role == seat.role && other.organisation == seat.organisation;
        let after = |other: &Seat| seat.to.is_some_and(|last| last < other.from);
        let member = matches!(seat.role, SeatRole::Member | SeatRole::LayMember) && seat.stands_in_for.is_none();
        let followed = self.seats.iter().filter(same).any(|other| other.id != seat.id && after(other));
        member && seat.standing(on) == Standing::Past && !self.not_filled.contains(&seat.id) && !followed
    }

    fn since(&self, seat: &Seat) -> Option<Date> {
        seat.to.map(|last| last.saturating_add(1.day()))
    }
}

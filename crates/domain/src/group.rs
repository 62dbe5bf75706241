//! A Collaboration Oversight Group: whose it is, who sits in it, its terms of reference (G1, G2).
use crate::{
    actor::{Actor, SeatRole},
    event::Decided,
    ids::*,
    item::{Motion, Ruling, Verdict},
    policy,
    refusal::{Reason, Refusal, gate},
    seat::{Deed, Offer},
    terms::{self, Clauses, Status, Terms},
    time::Timestamp,
};
use jiff::{ToSpan, civil::Date};
use serde::{Deserialize, Serialize};

words! {
    /// What can be done to a group by people.
    pub enum Command {
        /// Give somebody a seat.
        GiveSeat = "give_seat",
        /// End somebody's seat.
        EndSeat = "end_seat",
        /// Ask somebody to take a seat.
        OfferSeat = "offer_seat",
        /// Ask them no longer.
        TakeBackOffer = "take_back_offer",
        /// Let a seat last longer.
        ExtendSeat = "extend_seat",
        /// Write or change draft terms of reference.
        DraftTerms = "draft_terms",
        /// Put the draft before the group.
        ProposeTerms = "propose_terms",
        /// Plan a meeting.
        Plan = "plan",
    }
}

/// A person's membership of the group.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Seat {
    /// Its id.
    pub id: SeatId,
    /// Whose.
    pub person: PersonId,
    /// Its role.
    pub role: SeatRole,
    /// The organisation that the person represents; none for lay members and observers of their own.
    pub organisation: Option<OrganisationId>,
    /// First day.
    pub from: Date,
    /// Last day; none for no end.
    pub to: Option<Date>,
    /// Whether the person votes.
    pub voting: bool,
    /// For whom a person without a vote votes while that one is absent; none for nobody.
    #[serde(default)]
    pub stands_in_for: Option<PersonId>,
}

impl Seat {
    /// Whether the seat is held on this day.
    pub fn is_held(&self, on: Date) -> bool {
        self.from <= on && self.to.is_none_or(|last| on <= last)
    }
    fn overlaps(&self, other: &Seat) -> bool {
        let before = |one: &Seat, two: &Seat| one.to.is_some_and(|last| last < two.from);
        !before(self, other) && !before(other, self)
    }
}

words! {
    /// What becomes of a seat when it ends.
    pub enum Afterwards {
        /// It is vacant until somebody else has it.
        FilledAgain = "filled_again",
        /// It is gone.
        NotFilled = "not_filled",
    }
}

/// What it takes to end a seat.
#[derive(Debug, Clone)]
pub struct Ending {
    /// Which seat.
    pub seat: SeatId,
    /// Its last day.
    pub last: Date,
    /// Why, where fewer are left to vote than the quorum asks.
    pub because: String,
    /// Whether somebody else is to have it.
    pub afterwards: Afterwards,
    /// When this is said.
    pub at: Timestamp,
}

/// A Collaboration Oversight Group.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Group {
    /// Its id.
    pub id: GroupId,
    /// Its human reference.
    pub reference: String,
    /// What people call it.
    pub name: String,
    /// The integrated care boards of the systems it belongs to.
    pub systems: Vec<OrganisationId>,
    /// The network that writes its calls.
    pub network: OrganisationId,
    /// Every seat there is and was.
    pub seats: Vec<Seat>,
    /// Every version of its terms of reference, oldest first; at most one draft, the last, and one adopted.
    pub terms: Vec<Terms>,
    /// The seats that people are asked to take and have not answered for: known to the group alone.
    #[serde(default)]
    pub offers: Vec<Offer>,
    /// The seats that ended and are not filled again.
    #[serde(default)]
    pub not_filled: Vec<SeatId>,
    /// Counts saved changes.
    pub version: u64,
}

/// What can happen to a group.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Event {
    /// It came to be.
    Created,
    /// Somebody was given a seat.
    SeatGiven {
        /// Which seat.
        seat: SeatId,
        /// To whom.
        person: PersonId,
    },
    /// A seat got its last day.
    SeatEnded {
        /// Which seat.
        seat: SeatId,
        /// Whose.
        person: PersonId,
        /// Why, where fewer are left to vote than the quorum asks.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        because: String,
    },
    /// Somebody was asked to take a seat.
    SeatOffered {
        /// Which seat.
        seat: SeatId,
        /// Whom.
        person: PersonId,
    },
    /// They take it.
    SeatAccepted {
        /// Which seat.
        seat: SeatId,
        /// Who.
        person: PersonId,
    },
    /// They do not take it.
    SeatDeclined {
        /// Which seat.
        seat: SeatId,
        /// Who.
        person: PersonId,
    },
    /// They are asked no longer.
    OfferTakenBack {
        /// Which seat.
        seat: SeatId,
        /// Whom.
        person: PersonId,
    },
    /// A seat lasts longer.
    SeatExtended {
        /// Which seat.
        seat: SeatId,
        /// Whose.
        person: PersonId,
    },
    /// Somebody gave their own seat up.
    SeatResigned {
        /// Which seat.
        seat: SeatId,
        /// Whose.
        person: PersonId,
    },
    /// Draft terms were written or changed.
    TermsDrafted,
    /// The draft was put before the group.
    TermsProposed,
    /// The group adopted the draft; the version before it is superseded.
    TermsAdopted {
        /// The item of business.
        item: ItemId,
    },
    /// The group did not adopt the draft.
    TermsReturned {
        /// The item of business.
        item: ItemId,
    },
    /// An organisation took another's place.
    PlaceTaken {
        /// Whose place.
        of: OrganisationId,
        /// Who took it.
        by: OrganisationId,
    },
}

/// What it takes to create a group.
#[derive(Debug, Clone)]
pub struct Founding {
    /// The new id.
    pub id: GroupId,
    /// The new reference.
    pub reference: String,
    /// What people call it.
    pub name: String,
    /// The integrated care boards of its systems.
    pub systems: Vec<OrganisationId>,
    /// Its network.
    pub network: OrganisationId,
}

impl Group {
    /// Creates a group; it governs nothing before it has seats and terms.
    pub fn create(actor: &Actor, founding: Founding) -> Result<Decided<Group>, Refusal> {
        policy::may_operate(actor)?;
        let Founding { id, reference, name, systems, network } = founding;
        if systems.is_empty() {
            return Err(Reason::new("missing").at("systems").into());
        }
        let (seats, terms, offers, not_filled) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        let group = Group { id, reference, name, systems, network, seats, terms, offers, not_filled, version: 0 };
        Ok(Decided::new(group, Event::Created))
    }

    /// Gives somebody a seat. One person never holds two seats at a time.
    pub fn give_seat(mut self, actor: &Actor, seat: Seat) -> Result<Decided<Group>, Refusal> {
        policy::may_group(actor, Command::GiveSeat, &self)?;
        gate(self.refused_seat(&seat))?;
        let event = Event::SeatGiven { seat: seat.id, person: seat.person };
        self.seats.push(seat);
        Ok(Decided::new(self, event))
    }

    /// Ends a seat on a day, which is its last. That fewer are left to vote than the quorum asks needs a reason.
    pub fn end_seat(mut self, actor: &Actor, it: Ending) -> Result<Decided<Group>, Refusal> {
        policy::may_group(actor, Command::EndSeat, &self)?;
        let Ending { seat, last, because, afterwards, at } = it;
        let n = self.place_of(seat, Deed::End, at)?;
        let found = &mut self.seats[n];
        if last < found.from || found.to.is_some_and(|to| to < last) {
            return Err(Reason::new("seat_dates").at("to").into());
        }
        found.to = Some(last);
        let (person, was_below) = (found.person, self.is_below_quorum(last, at));
        if !was_below && because.trim().is_empty() && self.is_below_quorum(last.saturating_add(1.day()), at) {
            return Err(Reason::new("quorum_out_of_reach").at("because").into());
        }
        if afterwards == Afterwards::NotFilled {
            self.not_filled.push(seat);
        }
        Ok(Decided::new(self, Event::SeatEnded { seat, person, because }))
    }

    /// Writes the draft of the next terms, or changes it.
    pub fn draft_terms(mut self, actor: &Actor, clauses: Clauses) -> Result<Decided<Group>, Refusal> {
        policy::may_group(actor, Command::DraftTerms, &self)?;
        let number = u32::try_from(self.terms.len()).unwrap_or(u32::MAX).saturating_add(1);
        match self.open_draft()? {
            Some(draft) => {
                draft.follow(terms::Command::Edit)?;
                draft.clauses = clauses;
            }
            None => self.terms.push(Terms::draft(number, clauses)),
        }
        Ok(Decided::new(self, Event::TermsDrafted))
    }

    /// Puts the draft before the group: what gates must be there, what else is missing needs a reason (G2).
    pub fn propose_terms(mut self, actor: &Actor, because: String, at: Timestamp) -> Result<Decided<Group>, Refusal> {
        policy::may_group(actor, Command::ProposeTerms, &self)?;
        let voting = self.voters(at).len();
        let draft = self.open_draft()?.ok_or(Refusal::because("no_draft_terms"))?;
        gate(refused_proposal(draft, &because, voting))?;
        draft.follow(terms::Command::Propose)?;
        (draft.missing_because, draft.before_group) = (because, true);
        Ok(Decided::new(self, Event::TermsProposed))
    }

    /// Receives the group's own decision on its draft terms.
    pub fn ruled(mut self, ruling: &Ruling) -> Result<Decided<Group>, Refusal> {
        let item = ruling.item;
        let (command, event) = match ruling.verdict {
            Verdict::Agreed => (terms::Command::Adopt, Event::TermsAdopted { item }),
            Verdict::NotAgreed => (terms::Command::Return, Event::TermsReturned { item }),
        };
        if ruling.verdict == Verdict::Agreed {
            self.supersede(ruling.at)?;
        }
        let voting = self.voters(ruling.at).len();
        let draft = self.terms.last_mut().filter(|terms| terms.before_group);
        let draft = draft.ok_or(Refusal::because("no_draft_terms"))?;
        let above = draft.clauses.quorum.is_some_and(|quorum| quorum as usize > voting);
        if above && ruling.verdict == Verdict::Agreed {
            return Err(Reason::new("quorum_above_seats").with("seats", voting).into());
        }
        draft.follow(command)?;
        draft.before_group = false;
        if draft.status == Status::Adopted {
            (draft.adopted_at, draft.item) = (Some(ruling.at), Some(item));
        }
        Ok(Decided::new(self, event))
    }

    /// What this actor could do now.
    pub fn available(&self, actor: &Actor) -> Vec<Command> {
        let may = |command: &Command| policy::may_group(actor, *command, self).is_ok();
        let open = self.draft().is_some_and(|draft| !draft.before_group);
        let now = |command: &Command| match command {
            Command::DraftTerms => open || self.draft().is_none(),
            Command::ProposeTerms => open,
            Command::EndSeat => !self.seats.is_empty(),
            Command::ExtendSeat => self.seats.iter().any(|seat| seat.to.is_some()),
            Command::TakeBackOffer => !self.offers.is_empty(),
            Command::GiveSeat | Command::OfferSeat | Command::Plan => true,
        };
        Command::ALL.iter().copied().filter(|command| may(command) && now(command)).collect()
    }

    /// The terms that bind the group at this moment.
    pub fn in_force(&self, at: Timestamp) -> Option<&Terms> {
        self.terms.iter().find(|terms| terms.is_in_force(at))
    }

    /// The draft of the next terms.
    pub fn draft(&self) -> Option<&Terms> {
        self.terms.last().filter(|terms| terms.status == Status::Draft)
    }

    /// The rules for deciding a motion: the terms in force, and for a first adoption the draft's own.
    pub fn rules(&self, motion: Motion, at: Timestamp) -> Option<&Clauses> {
        let own = self.draft().filter(|_| motion == Motion::AdoptTerms);
        self.in_force(at).or(own).map(|terms| &terms.clauses)
    }

    /// Who holds this role on the day of this moment, with a vote.
    pub fn holder(&self, role: SeatRole, at: Timestamp) -> Option<PersonId> {
        let held = |seat: &&Seat| seat.role == role && seat.voting && seat.is_held(at.day());
        self.seats.iter().find(held).map(|seat| seat.person)
    }

    /// The seat a person holds on the day of this moment.
    pub fn seat_of(&self, person: PersonId, at: Timestamp) -> Option<&Seat> {
        self.seats.iter().find(|seat| seat.person == person && seat.is_held(at.day()))
    }

    /// Every seat that is held on the day of this moment.
    pub fn held(&self, at: Timestamp) -> impl Iterator<Item = &Seat> {
        self.seats.iter().filter(move |seat| seat.is_held(at.day()))
    }

    /// Everyone who holds a voting seat on the day of this moment.
    pub fn voters(&self, at: Timestamp) -> Vec<PersonId> {
        self.held(at).filter(|seat| seat.voting).map(|seat| seat.person).collect()
    }

    /// Whose vote a person may cast for somebody who is absent: of a seat that is held and votes.
    pub fn principal_of(&self, person: PersonId, at: Timestamp) -> Option<PersonId> {
        let principal = self.seat_of(person, at)?.stands_in_for?;
        self.voters(at).contains(&principal).then_some(principal)
    }

    /// The gate before every call, selection, start and closure (G1): every reason at once.
    pub fn governing(&self, at: Timestamp) -> Result<(), Refusal> {
        let terms = self.in_force(at);
        let quorum = terms.and_then(|terms| terms.clauses.quorum).unwrap_or(0);
        let checks = [
            (terms.is_none(), "tor_not_in_force"),
            (self.holder(SeatRole::Chair, at).is_none(), "no_chair"),
            (self.holder(SeatRole::Deputy, at).is_none(), "no_deputy"),
            (terms.is_some() && quorum < 2, "quorum_too_small"),
        ];
        gate(checks.iter().filter(|(refused, _)| *refused).map(|(_, code)| Reason::new(code)).collect())
    }

    /// From the first to the last day of everything a person has in one role, for their rights: the days of the
    /// earliest seat that has not ended on this day, to the last day of the latest.
    pub fn span(&self, person: PersonId, role: SeatRole, on: Date) -> Option<(Date, Option<Date>)> {
        let open = |seat: &&Seat| seat.person == person && seat.role == role && seat.to.is_none_or(|to| to >= on);
        let seats: Vec<&Seat> = self.seats.iter().filter(open).collect();
        let from = seats.iter().map(|seat| seat.from).min()?;
        let last = seats.iter().map(|seat| seat.to.unwrap_or(Date::MAX)).max()?;
        Some((from, (last != Date::MAX).then_some(last)))
    }

    pub(crate) fn refused_seat(&self, seat: &Seat) -> Vec<Reason> {
        let never_votes = matches!(seat.role, SeatRole::Secretary | SeatRole::Observer);
        let overlap = |one: &Seat| one.id != seat.id && one.person == seat.person && one.overlaps(seat);
        let single = matches!(seat.role, SeatRole::Chair | SeatRole::Deputy);
        let principal =
            |of: PersonId| self.seats.iter().any(|one| one.person == of && one.voting && one.overlaps(seat));
        let stands_in = seat.stands_in_for.is_some();
        let taken = |one: &Seat| single && one.id != seat.id && one.role == seat.role && one.overlaps(seat);
        let checks = [
            (seat.to.is_some_and(|to| to < seat.from), "seat_dates", "to"),
            (self.seats.iter().any(overlap), "seats_overlap", "from"),
            (self.seats.iter().any(taken), "role_taken", "role"),
            (never_votes && seat.voting, "role_never_votes", "voting"),
            (single && !seat.voting, "role_votes", "voting"),
            (stands_in && seat.voting, "stand_in_has_no_vote", "voting"),
            (stands_in && never_votes, "role_never_votes", "role"),
            (seat.stands_in_for.is_some_and(|of| !principal(of)), "no_such_principal", "stands_in_for"),
        ];
        checks.iter().filter(|(refused, ..)| *refused).map(|(_, code, field)| Reason::new(code).at(*field)).collect()
    }

    /// The draft, if it can be changed; none if there is none.
    fn open_draft(&mut self) -> Result<Option<&mut Terms>, Refusal> {
        match self.terms.last_mut().filter(|terms| terms.status == Status::Draft) {
            Some(draft) if draft.before_group => Err(Refusal::because("terms_before_group")),
            draft => Ok(draft),
        }
    }

    fn supersede(&mut self, at: Timestamp) -> Result<(), Refusal> {
        for version in self.terms.iter_mut().filter(|version| version.status == Status::Adopted) {
            version.follow(terms::Command::Supersede)?;
            version.superseded_at = Some(at);
        }
        Ok(())
    }

    pub(crate) fn label(&self) -> (String, String) {
        (self.reference.clone(), self.name.clone())
    }
}

fn refused_proposal(draft: &Terms, because: &str, voting: usize) -> Vec<Reason> {
    let mut reasons = draft.clauses.refused();
    if draft.clauses.quorum.is_some_and(|quorum| quorum as usize > voting) {
        reasons.push(Reason::new("quorum_above_seats").at("quorum").with("seats", voting));
    }
    if because.trim().is_empty() && !draft.clauses.missing().is_empty() {
        let count = draft.clauses.missing().len();
        reasons.push(Reason::new("say_why_missing").at("missing_because").with("count", count));
    }
    reasons
}

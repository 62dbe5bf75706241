//! A person with an account. Names, addresses and secrets stand beside the record, never in it.
use crate::{
    actor::{Actor, Duty},
    event::Decided,
    ids::*,
    policy,
    refusal::Refusal,
};
use serde::{Deserialize, Serialize};

/// A person with an account, as the record knows them: an id and what they do for whom.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Person {
    /// Its id.
    pub id: PersonId,
    /// Whether the person may sign in.
    pub active: bool,
    /// Runs the service.
    pub operator: bool,
    /// Reads everything in scope, changes nothing.
    pub auditor: bool,
    /// What the person does for which organisation.
    pub duties: Vec<(Duty, OrganisationId)>,
    /// Counts saved changes.
    pub version: u64,
}

/// Everything a person does: the duties, and the two roles over all.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Appointment {
    /// What for which organisation.
    pub duties: Vec<(Duty, OrganisationId)>,
    /// Runs the service.
    pub operator: bool,
    /// Reads everything in scope, changes nothing.
    pub auditor: bool,
}

/// What can happen to a person's account.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Event {
    /// The account was made, with these duties.
    Invited,
    /// The person accepted and may sign in.
    Joined,
    /// What the person does changed.
    DutiesChanged,
    /// The person left; access ended at once.
    Left,
    /// A new password was set.
    PasswordChanged,
    /// A program was given a token with the person's rights.
    TokenMade,
    /// A token was taken back.
    TokenRevoked,
    /// A secret address of the person's calendar was made; the one before it holds no more.
    CalendarMade,
    /// The secret address was taken back.
    CalendarRevoked,
    /// The daily mail about one's work was switched on.
    DigestBegun,
    /// It was switched off.
    DigestEnded,
    /// An organisation took another's place.
    PlaceTaken {
        /// Whose place.
        of: OrganisationId,
        /// Who took it.
        by: OrganisationId,
    },
    /// Became part of another account of the same person, and ended.
    MergedInto {
        /// The account that goes on.
        kept: PersonId,
    },
    /// Another account of the same person became part of this one.
    Absorbed {
        /// The account that ended.
        other: PersonId,
    },
    /// A second factor was set up.
    SecondFactorSet,
    /// The second factor was taken away.
    SecondFactorRemoved,
    /// New recovery codes were made; those before are gone.
    RecoveryCodesMade,
    /// One of the recovery codes was used.
    RecoveryCodeUsed,
    /// A passkey was added.
    PasskeyAdded,
    /// A passkey was removed, or all of them at once.
    PasskeyRemoved,
}

impl Person {
    /// A new account that may not sign in yet.
    pub fn invite(id: PersonId, duties: Vec<(Duty, OrganisationId)>) -> Decided<Person> {
        let person = Person { id, active: false, operator: false, auditor: false, duties, version: 0 };
        Decided::new(person, Event::Invited)
    }
    /// The person accepts the invitation.
    pub fn join(self) -> Result<Decided<Person>, Refusal> {
        if self.active {
            return Err(Refusal::because("already_joined"));
        }
        Ok(Decided::new(Person { active: true, ..self }, Event::Joined))
    }
    /// What the person does from now on, all of it.
    pub fn appoint(self, actor: &Actor, it: Appointment) -> Result<Decided<Person>, Refusal> {
        policy::may_appoint(actor)?;
        let Appointment { mut duties, operator, auditor } = it;
        duties.sort();
        duties.dedup();
        Ok(Decided::new(Person { duties, operator, auditor, ..self }, Event::DutiesChanged))
    }
    /// The person leaves: nothing is left to them.
    pub fn leave(self, actor: &Actor) -> Result<Decided<Person>, Refusal> {
        policy::may_end_access(actor, &self)?;
        let left = Person { active: false, operator: false, auditor: false, duties: Vec::new(), ..self };
        Ok(Decided::new(left, Event::Left))
    }
    /// Another account of the same person becomes part of this one: what it does goes on here, and it ends. Gives this
    /// account and the one that ended. Nobody does this to an account of their own.
    pub fn absorb(self, actor: &Actor, other: Person) -> Result<(Decided<Person>, Decided<Person>), Refusal> {
        policy::may_appoint(actor)?;
        if self.id == other.id {
            return Err(Refusal::because("merge_same"));
        }
        if !self.active {
            return Err(Refusal::because("merge_into_left"));
        }
        if actor.is_person(self.id) || actor.is_person(other.id) {
            return Err(Refusal::because("merge_own"));
        }
        let (kept, ended) = (self.id, other.id);
        let both = self.joined_with(&other);
        let left = Person { active: false, operator: false, auditor: false, duties: Vec::new(), ..other };
        Ok((Decided::new(both, Event::Absorbed { other: ended }), Decided::new(left, Event::MergedInto { kept })))
    }
    /// This person with everything that the other account does as well.
    fn joined_with(self, other: &Person) -> Person {
        let mut duties = [self.duties.clone(), other.duties.clone()].concat();
        duties.sort();
        duties.dedup();
        Person { duties, operator: self.operator || other.operator, auditor: self.auditor || other.auditor, ..self }
    }
    pub(crate) fn label(&self) -> (String, String) {
        (String::new(), String::new())
    }
}

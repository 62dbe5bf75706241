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
    /// A second factor was set up.
    SecondFactorSet,
    /// The second factor was taken away.
    SecondFactorRemoved,
    /// New recovery codes were made; those before are gone.
    RecoveryCodesMade,
    /// One of the recovery codes was used.
    RecoveryCodeUsed,
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
    pub(crate) fn label(&self) -> (String, String) {
        (String::new(), String::new())
    }
}

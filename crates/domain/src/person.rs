//! A person with an account. Names, addresses and secrets stand beside the record, never in it.
use crate::{actor::Duty, event::Decided, ids::*, refusal::Refusal};
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
    pub(crate) fn label(&self) -> (String, String) {
        (String::new(), String::new())
    }
}

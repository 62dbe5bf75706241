//! A person's declared interest, or that they have none (G3). What it is stands beside the record.
use crate::{
    actor::Actor,
    event::Decided,
    ids::*,
    refusal::{Reason, Refusal},
    time::Timestamp,
};
use jiff::{ToSpan, civil::Date};
use serde::{Deserialize, Serialize};

words! {
    /// The kinds of interest, and the nil return.
    pub enum Kind {
        /// Money or its worth.
        Financial = "financial",
        /// Standing, reputation, career.
        NonFinancialProfessional = "non_financial_professional",
        /// A personal benefit that is not money.
        NonFinancialPersonal = "non_financial_personal",
        /// Somebody close has one of these.
        Indirect = "indirect",
        /// Nothing to declare.
        Nothing = "nothing",
    }
}

/// One declaration: an interest, or that there is none.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Interest {
    /// Its id.
    pub id: InterestId,
    /// Its human reference.
    pub reference: String,
    /// Whose.
    pub person: PersonId,
    /// Which kind.
    pub kind: Kind,
    /// Since when; none for a nil return.
    pub from: Option<Date>,
    /// Until when; none while it lasts.
    pub to: Option<Date>,
    /// Commits to what it is and with which organisation.
    pub says: String,
    /// When it was declared.
    pub declared_at: Timestamp,
    /// Counts saved changes.
    pub version: u64,
}

/// What can happen to an interest.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Event {
    /// It was declared.
    Declared,
}

/// What it takes to declare.
#[derive(Debug, Clone)]
pub struct Declaring {
    /// The new id.
    pub id: InterestId,
    /// The new reference.
    pub reference: String,
    /// Which kind.
    pub kind: Kind,
    /// What it is; must say something unless there is nothing to declare.
    pub description: String,
    /// Since when.
    pub from: Option<Date>,
    /// Until when.
    pub to: Option<Date>,
    /// Commits to the description and the organisation.
    pub says: String,
}

impl Interest {
    /// A person declares for themselves.
    pub fn declare(actor: &Actor, it: Declaring, at: Timestamp) -> Result<Decided<Interest>, Refusal> {
        if actor.person == PersonId::NOBODY {
            return Err(Refusal::Denied);
        }
        let Declaring { id, reference, kind, description, from, to, says } = it;
        if kind != Kind::Nothing && description.trim().is_empty() {
            return Err(Reason::new("say_which_interest").at("description").into());
        }
        if let (Some(from), Some(to)) = (from, to)
            && to < from
        {
            return Err(Reason::new("ends_before_it_begins").at("to").into());
        }
        let interest =
            Interest { id, reference, person: actor.person, kind, from, to, says, declared_at: at, version: 0 };
        Ok(Decided::new(interest, Event::Declared))
    }

    /// Whether it was declared within the last year, to the day.
    pub fn is_current(&self, at: Timestamp) -> bool {
        at.day() < stale_on(self.declared_at)
    }

    pub(crate) fn label(&self) -> (String, String) {
        (self.reference.clone(), String::new())
    }
}

/// The day from which on a declaration of this moment is stale: a year later.
pub fn stale_on(declared_at: Timestamp) -> Date {
    declared_at.day().saturating_add(1.year())
}

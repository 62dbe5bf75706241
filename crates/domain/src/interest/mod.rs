//! A person's declared interest, or that they have none (G3). What it is stands beside the record.
mod content;
mod decisions;

pub use content::{Cited, Content};

use crate::{ids::*, time::Timestamp};
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
words! {
    /// Whether the public reads an entry of the register.
    pub enum Shown {
        /// Everybody reads it.
        Public = "public",
        /// Its person asked for it to be withheld; until that is decided the public does not read it.
        Asked = "asked",
        /// It was decided that the public does not read it.
        Withheld = "withheld",
    }
}

#[expect(clippy::derivable_impls, reason = "`words!` writes the enum, so no variant can be marked")]
impl Default for Shown {
    fn default() -> Shown {
        Shown::Public
    }
}

/// Who decided whether the public reads an entry, and why. The reasons are public.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ruled {
    /// Who decided.
    pub by: PersonId,
    /// When.
    pub at: Timestamp,
    /// Why; public, and so without what is withheld.
    pub reasons: String,
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
    /// Commits to what it is, with which organisation, and what it cites.
    pub says: String,
    /// When it was declared.
    pub declared_at: Timestamp,
    /// When its person last said that nothing has changed; none since it was declared.
    #[serde(default)]
    pub renewed_at: Option<Timestamp>,
    /// Whether the public reads it.
    #[serde(default)]
    pub shown: Shown,
    /// Who decided that, once it was asked.
    #[serde(default)]
    pub ruled: Option<Ruled>,
    /// Counts saved changes.
    pub version: u64,
}

/// What can happen to an interest.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Event {
    /// It was declared.
    Declared,
    /// What it says was changed.
    Changed,
    /// It got its last day.
    Ended,
    /// Its person said that nothing has changed.
    Renewed,
    /// It was decided that the public does not read it.
    Withheld,
    /// It was decided that the public reads it.
    Opened,
}

impl Interest {
    /// When its person last stood by it: on declaring it or on renewing.
    pub fn confirmed_at(&self) -> Timestamp {
        self.renewed_at.unwrap_or(self.declared_at)
    }

    /// Whether its person stood by it within the last year, to the day.
    pub fn is_current(&self, at: Timestamp) -> bool {
        at.day() < stale_on(self.confirmed_at())
    }

    /// Whether it is an interest, not a nil return, that has not ended before this day.
    pub fn is_running(&self, on: Date) -> bool {
        self.kind != Kind::Nothing && self.to.is_none_or(|last| on <= last)
    }

    /// Whether it ended so lately that the register still shows it: for six months.
    pub fn ended_lately(&self, on: Date) -> bool {
        self.kind != Kind::Nothing && self.to.is_some_and(|last| last < on && on < last.saturating_add(6.months()))
    }

    pub(crate) fn label(&self) -> (String, String) {
        (self.reference.clone(), String::new())
    }
}

/// The day from which on what a person stood by at this moment is stale: a year later.
pub fn stale_on(confirmed_at: Timestamp) -> Date {
    confirmed_at.day().saturating_add(1.year())
}

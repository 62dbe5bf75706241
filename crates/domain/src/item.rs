//! An item of a group's business: one question, who declared what, and the decision (G4, G6).
use crate::{ids::*, time::Timestamp};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

words! {
    /// The questions a group decides. Each is about one thing.
    pub enum Motion {
        /// Adopt the draft terms of reference (about the group).
        AdoptTerms = "adopt_terms",
        /// Approve a submitted challenge.
        ApproveChallenge = "approve_challenge",
        /// Approve this exact version of a call.
        ApproveCall = "approve_call",
        /// Choose the partners of a call, on the panel's advice.
        Select = "select",
        /// Agree that a collaboration is completed.
        Complete = "complete",
    }
}
words! {
    /// What a group decided.
    pub enum Verdict {
        /// The motion was agreed.
        Agreed = "agreed",
        /// The motion was not agreed.
        NotAgreed = "not_agreed",
    }
}
words! {
    /// The place of a response in a selection.
    pub enum Place {
        /// A partner.
        Selected = "selected",
        /// Takes a selected partner's place if it falls out.
        Reserve = "reserve",
        /// Not selected.
        NotSelected = "not_selected",
    }
}

/// What a group chose for one response (S7).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    /// Which response.
    pub response: ResponseId,
    /// Its place.
    pub place: Place,
}

/// A decision of a group, as the thing it is about receives it.
///
/// Only a quorate decision on an item makes one, so nothing can be approved without it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Ruling {
    /// The item that was decided.
    pub item: ItemId,
    /// The group that decided.
    pub group: GroupId,
    /// The question.
    pub motion: Motion,
    /// What it is about.
    pub subject: Uuid,
    /// What was decided.
    pub verdict: Verdict,
    /// Why, in the group's words; public.
    pub reasons: String,
    /// For a selection: the place of each response.
    pub choices: Vec<Choice>,
    /// When.
    pub at: Timestamp,
    // Private: only this module makes a ruling.
    #[serde(skip)]
    made_here: (),
}

/// One question of a group's business.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Item {
    /// Its id.
    pub id: ItemId,
    /// Its human reference.
    pub reference: String,
    /// The group whose business it is.
    pub group: GroupId,
    /// The question.
    pub motion: Motion,
    /// What it is about.
    pub subject: Uuid,
    /// What people call what it is about.
    pub title: String,
    /// Counts saved changes.
    pub version: u64,
}

/// What can happen to an item.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Event {
    /// It was put on the group's business.
    Tabled,
}

impl Item {
    pub(crate) fn label(&self) -> (String, String) {
        (self.reference.clone(), self.title.clone())
    }
}

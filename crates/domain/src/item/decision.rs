//! The decision on an item, and the ruling that only it can make (G6, S7).
use super::{Command, Event, Item, Manner, Motion, Place, Verdict};
use crate::{
    actor::Actor,
    event::Decided,
    ids::*,
    refusal::{Refusal, gate},
    sitting::Sitting,
    time::Timestamp,
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

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
#[non_exhaustive]
#[derive(Debug, Clone, PartialEq, Serialize)]
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
    /// Who presided and recorded the decision.
    pub by: PersonId,
    /// When.
    pub at: Timestamp,
}

/// Why somebody voted against.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dissent {
    /// Who.
    pub person: PersonId,
    /// Why; public with the decision.
    pub reasons: String,
}

/// The votes of an item, by person: whose vote it is, whoever cast it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Votes {
    /// In favour.
    pub in_favour: Vec<PersonId>,
    /// Against.
    pub against: Vec<PersonId>,
    /// Abstained.
    pub abstained: Vec<PersonId>,
    /// Why those voted against who did.
    pub dissent: Vec<Dissent>,
}

/// A decision as somebody who presides puts it.
#[derive(Debug, Clone, PartialEq)]
pub struct Proposed {
    /// What was decided.
    pub verdict: Verdict,
    /// How.
    pub manner: Manner,
    /// The votes; empty for a consensus.
    pub votes: Votes,
    /// Why; public.
    pub reasons: String,
    /// For a selection: the place of each response.
    pub choices: Vec<Choice>,
    /// When the decision is looked at again.
    pub review_on: Option<Date>,
}

/// A decision as it was taken.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Taken {
    /// What was decided.
    pub verdict: Verdict,
    /// How.
    pub manner: Manner,
    /// The votes.
    pub votes: Votes,
    /// Why.
    pub reasons: String,
    /// For a selection: the place of each response.
    pub choices: Vec<Choice>,
    /// When it is looked at again.
    pub review_on: Option<Date>,
    /// Who presided.
    pub by: PersonId,
    /// When.
    pub at: Timestamp,
    /// Everyone present who could vote.
    pub present: Vec<PersonId>,
    /// How many had to be.
    pub quorum: u32,
}

impl Item {
    /// Decides the item: the one place where a [`Ruling`] is made.
    pub fn decide(
        mut self,
        actor: &Actor,
        sitting: &Sitting<'_>,
        proposed: Proposed,
    ) -> Result<(Decided<Item>, Ruling), Refusal> {
        self.status = self.outcome(actor, Command::Decide)?;
        gate(sitting.refused_decision(&self, actor, &proposed))?;
        let (present, quorum) = (sitting.able(&self), sitting.quorum(&self).needed);
        let votes = sitting.votes(&self, &proposed);
        let Proposed { verdict, manner, reasons, choices, review_on, .. } = proposed;
        let (by, at) = (actor.person, sitting.at);
        let taken = Taken { verdict, manner, votes, reasons, choices, review_on, by, at, present, quorum };
        let ruling = self.ruling(&taken);
        self.decision = Some(taken);
        let decided = if self.motion.is_public_when(verdict) { self.open() } else { self };
        Ok((Decided::new(decided, Event::Decided { verdict }), ruling))
    }

    fn ruling(&self, taken: &Taken) -> Ruling {
        let (item, group, motion, subject) = (self.id, self.group, self.motion, self.subject);
        let Taken { verdict, by, at, .. } = *taken;
        let (reasons, choices) = (taken.reasons.clone(), taken.choices.clone());
        Ruling { item, group, motion, subject, verdict, reasons, choices, by, at }
    }
}

impl Motion {
    /// Whether everybody may read the decision at once: calls are public when published, selections when announced.
    fn is_public_when(self, verdict: Verdict) -> bool {
        match self {
            Motion::AdoptTerms | Motion::Complete => true,
            Motion::ApproveChallenge => verdict == Verdict::Agreed,
            Motion::ApproveCall | Motion::Select => false,
        }
    }
}

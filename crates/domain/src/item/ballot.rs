//! Votes that people cast themselves, until the item is decided (G6).
use super::{Command, Event, Item, Stance};
use crate::{
    actor::Actor,
    event::Decided,
    ids::PersonId,
    refusal::{Refusal, gate},
    sitting::Sitting,
    time::Timestamp,
};
use serde::{Deserialize, Serialize};

/// A vote that somebody cast.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Ballot {
    /// Whose vote it is.
    pub of: PersonId,
    /// Who cast it: the same person, or whoever stands in for them.
    pub by: PersonId,
    /// How.
    pub stance: Stance,
    /// Why; required against the motion, public with the decision.
    #[serde(default)]
    pub reasons: String,
    /// When.
    pub at: Timestamp,
}

impl Item {
    /// Somebody casts a vote, their own or that of whoever they stand in for; a second one takes the first one's place.
    pub fn vote(
        mut self,
        actor: &Actor,
        sitting: &Sitting<'_>,
        stance: Stance,
        reasons: String,
    ) -> Result<Decided<Item>, Refusal> {
        sitting.may_vote(&self, actor.person)?;
        self.outcome(actor, Command::Vote)?;
        gate(sitting.refused_ballot(&self, actor.person, stance, &reasons))?;
        let (of, by, at) = (sitting.vote_of(actor.person), actor.person, sitting.at);
        self.ballots.retain(|ballot| ballot.of != of);
        self.ballots.push(Ballot { of, by, stance, reasons, at });
        Ok(Decided::new(self, Event::Voted { person: by }))
    }

    /// The vote that was cast of a person's, if one was.
    pub fn ballot(&self, of: PersonId) -> Option<&Ballot> {
        self.ballots.iter().find(|ballot| ballot.of == of)
    }
}

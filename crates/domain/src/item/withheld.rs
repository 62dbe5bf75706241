//! Decisions that a group keeps from the public, with a reason and until a day (G6).
use super::{Command, Event, Item};
use crate::{
    actor::Actor,
    event::Decided,
    ids::PersonId,
    refusal::{Reason, Refusal},
    time::Timestamp,
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Why and until when a decision is kept from the public. The public log says this much.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Withheld {
    /// Why; public.
    pub because: String,
    /// The day on which it is withheld no longer.
    pub until: Date,
    /// Who withheld it.
    pub by: PersonId,
    /// Whether everybody may read the decision from that day on; what is not public by itself stays as it was.
    #[serde(default)]
    pub then_public: bool,
}

impl Item {
    /// Keeps the decision from the public until a later day. What was public once is not withheld.
    pub fn withhold(
        self,
        actor: &Actor,
        because: String,
        until: Date,
        at: Timestamp,
    ) -> Result<Decided<Item>, Refusal> {
        let status = self.outcome(actor, Command::Withhold)?;
        if self.public {
            return Err(Refusal::because("already_public"));
        }
        if until <= at.day() {
            return Err(Reason::new("withheld_until_past").at("until").into());
        }
        let then_public = self.withheld.as_ref().is_some_and(|before| before.then_public);
        let withheld = Some(Withheld { because, until, by: actor.person, then_public });
        Ok(Decided::new(Item { status, withheld, ..self }, Event::Withheld { until }))
    }

    /// The decision is withheld no longer: by whoever presides at any time, by itself when the day has come.
    pub fn release(self, actor: &Actor, at: Timestamp) -> Result<Decided<Item>, Refusal> {
        let status = self.outcome(actor, Command::Release)?;
        let withheld = self.withheld.as_ref().ok_or(Refusal::because("not_withheld"))?;
        if actor.is_system() && at.day() < withheld.until {
            return Err(Refusal::because("withheld_still"));
        }
        let public = withheld.then_public;
        Ok(Decided::new(Item { status, public, withheld: None, ..self }, Event::Released))
    }

    /// What it decided may be public; it is unless it is withheld.
    pub(super) fn open(mut self) -> Item {
        match &mut self.withheld {
            Some(withheld) => withheld.then_public = true,
            None => self.public = true,
        }
        self
    }
}

//! How it ends: completed by decision of the group, or stopped early; reported, published, closed (D4, E1).
use super::{Collaboration, Command, Event, delivery::not_ahead};
use crate::{
    actor::Actor,
    event::Decided,
    ids::*,
    item::{Ruling, Verdict},
    refusal::{Reason, Refusal, gate},
    time::Timestamp,
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

words! {
    /// What led to an early end (D4).
    pub enum Trigger {
        /// A party leaves.
        PartyLeaves = "party_leaves",
        /// A party was taken over or merged.
        Takeover = "takeover",
        /// A code of practice was broken.
        BreachOfCode = "breach_of_code",
        /// A label or a guideline changed.
        ChangedGuideline = "changed_guideline",
        /// Patients would not be safe.
        Safety = "safety",
        /// Money or people are not there.
        NoMeans = "no_means",
        /// Something else, told in the reason.
        OtherReason = "other_reason",
    }
}

/// The completion that the group is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked {
    /// The day of completion, to be minuted.
    pub on: Date,
    /// Who asks.
    pub by: PersonId,
}

/// How and when it ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ended {
    /// The day of completion or of the early end: publication is due from here (E3).
    pub on: Date,
    /// What led to an early end; none for a completion.
    pub trigger: Option<Trigger>,
    /// The group's reasons, or those of the early end; public.
    pub reasons: String,
}

impl Collaboration {
    /// Asks the group to agree that it is completed on a day: not ahead, not before the start, not after the agreed end (E1).
    pub fn ask(self, actor: &Actor, on: Date, at: Timestamp) -> Result<Decided<Collaboration>, Refusal> {
        let status = self.outcome(actor, Command::Ask)?;
        if self.asked.is_some() {
            return Err(Refusal::because("completion_already_asked"));
        }
        not_ahead(on, at)?;
        let early = self.started_on.is_some_and(|start| on < start).then(|| Reason::new("before_start").at("on"));
        let end = self.planned()?.ends_on;
        let late = (on > end).then(|| Reason::new("after_agreed_end").at("on").with("ends_on", end));
        gate(early.into_iter().chain(late).collect())?;
        let asked = Some(Asked { on, by: actor.person });
        Ok(Decided::new(Collaboration { status, asked, ..self }, Event::CompletionAsked { on }))
    }

    /// Receives the group's decision. Without having been asked there is none.
    pub fn ruled(self, ruling: &Ruling) -> Result<Decided<Collaboration>, Refusal> {
        let Some(Asked { on, .. }) = self.asked else { return Err(Refusal::because("completion_not_asked")) };
        match ruling.verdict {
            Verdict::Agreed => self.completed(ruling, on),
            Verdict::NotAgreed => {
                let status = self.after(Command::Continue)?;
                let event = Event::CompletionDeclined { item: ruling.item, parties: self.organisations() };
                Ok(Decided::new(Collaboration { status, asked: None, ..self }, event))
            }
        }
    }

    /// Ends it early, with what led to it. It will be reported like any other (E1).
    pub fn stop(self, actor: &Actor, ended: Ended, at: Timestamp) -> Result<Decided<Collaboration>, Refusal> {
        let status = self.outcome(actor, Command::Stop)?;
        not_ahead(ended.on, at)?;
        if self.started_on.is_some_and(|start| ended.on < start) {
            return Err(Reason::new("before_start").at("on").into());
        }
        let event = Event::Stopped { on: ended.on, group: self.group, parties: self.organisations() };
        Ok(Decided::new(Collaboration { status, asked: None, ended: Some(ended), ..self }, event))
    }

    /// Its outcome report is complete.
    pub fn reported(self, outcome: OutcomeId) -> Result<Decided<Collaboration>, Refusal> {
        let status = self.after(Command::Report)?;
        Ok(Decided::new(Collaboration { status, ..self }, Event::Reported { outcome }))
    }

    /// Every party has published.
    pub fn published_by_all(self) -> Result<Decided<Collaboration>, Refusal> {
        let status = self.after(Command::PublishByAll)?;
        let event = Event::PublishedByAll { group: self.group };
        Ok(Decided::new(Collaboration { status, ..self }, event))
    }

    /// The group's chair or deputy closes it.
    pub fn close(self, actor: &Actor) -> Result<Decided<Collaboration>, Refusal> {
        let status = self.outcome(actor, Command::Close)?;
        Ok(Decided::new(Collaboration { status, ..self }, Event::Closed))
    }

    fn completed(self, ruling: &Ruling, on: Date) -> Result<Decided<Collaboration>, Refusal> {
        let status = self.after(Command::Complete)?;
        let ended = Some(Ended { on, trigger: None, reasons: ruling.reasons.clone() });
        let event = Event::Completed { item: ruling.item, on, parties: self.organisations() };
        Ok(Decided::new(Collaboration { status, ended, ..self }, event))
    }
}

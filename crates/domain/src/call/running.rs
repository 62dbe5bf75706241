//! A public call runs: more time, closing, opening by two people, judging, decision, announcement, or an early end.
use super::{Addendum, Call, Command, Event, Found, Opening, decisions::Outcome};
use crate::{
    actor::Actor,
    event::Decided,
    item::{Place, Ruling},
    refusal::{Reason, Refusal, gate},
    time::Timestamp,
};

impl Call {
    /// Gives more time, by a numbered addendum; less time is refused (C4).
    pub fn extend(mut self, actor: &Actor, deadline: Timestamp, why: (String, String), at: Timestamp) -> Outcome {
        let status = self.outcome(actor, Command::Extend)?;
        gate(self.inextensible(deadline, at))?;
        let number = u32::try_from(self.addenda.len()).unwrap_or(u32::MAX).saturating_add(1);
        let (reason, changed) = why;
        let deadline_before = std::mem::replace(&mut self.content.deadline, deadline);
        self.content.decision_by = self.content.decision_by.max(deadline.day());
        self.addenda.push(Addendum { number, reason, changed, deadline_before, deadline, at });
        Ok(Decided::new(Call { status, ..self }, Event::Extended { addendum: number, deadline }))
    }

    fn inextensible(&self, deadline: Timestamp, at: Timestamp) -> Vec<Reason> {
        let mut reasons = Vec::new();
        if self.content.deadline <= at {
            reasons.push(Reason::new("deadline_has_passed"));
        }
        if deadline <= self.content.deadline {
            reasons.push(Reason::new("only_longer").at("deadline"));
        }
        reasons
    }

    /// Closes it; refused before the deadline's second (C3).
    pub fn close(self, at: Timestamp) -> Outcome {
        let status = self.after(Command::Close)?;
        if at < self.content.deadline {
            return Err(Refusal::because("still_open"));
        }
        let network = self.network;
        Ok(Decided::new(Call { status, ..self }, Event::Closed { network }))
    }

    /// The first of two people begins to open the responses (R3).
    pub fn open(self, actor: &Actor, at: Timestamp) -> Outcome {
        let status = self.outcome(actor, Command::Open)?;
        if self.opening.is_some() {
            return Err(Refusal::because("opening_begun"));
        }
        let opening = Opening { first: actor.person, begun_at: at, second: None, opened_at: None };
        let network = self.network;
        Ok(Decided::new(Call { status, opening: Some(opening), ..self }, Event::OpeningBegun { network }))
    }

    /// The second of two people opens the responses (R3).
    pub fn confirm(self, actor: &Actor, at: Timestamp) -> Outcome {
        let status = self.outcome(actor, Command::Confirm)?;
        let opening = self.opening.clone().ok_or_else(|| Refusal::because("opening_not_begun"))?;
        let opening = Opening { second: Some(actor.person), opened_at: Some(at), ..opening };
        Ok(Decided::new(Call { status, opening: Some(opening), ..self }, Event::Opened))
    }

    /// A panel begins to judge.
    pub fn assessing(self) -> Outcome {
        let status = self.after(Command::Assess)?;
        Ok(Decided::new(Call { status, ..self }, Event::AssessmentBegun))
    }

    /// The panel's advice goes to the group.
    pub fn recommended(self) -> Outcome {
        let status = self.after(Command::Recommend)?;
        Ok(Decided::new(Call { status, ..self }, Event::Recommended))
    }

    /// Receives the group's selection; nobody is told yet (S7).
    pub fn decided(self, ruling: &Ruling) -> Outcome {
        let status = self.after(Command::Decide)?;
        let is_selected = ruling.choices.iter().any(|choice| choice.place == Place::Selected);
        let found = if is_selected { Found::Partners } else { Found::NoPartner };
        let call = Call { status, found: Some(found), reasons: ruling.reasons.clone(), ..self };
        Ok(Decided::new(call, Event::Decided { item: ruling.item }))
    }

    /// Everybody is told what the group decided.
    pub fn announced(self) -> Outcome {
        let (command, event) = match self.found {
            Some(Found::NoPartner) => (Command::Disappoint, Event::Unsuccessful),
            _ => (Command::Announce, Event::Announced),
        };
        let status = self.after(command)?;
        Ok(Decided::new(Call { status, ..self }, event))
    }

    /// The network takes it back, with a reason.
    pub fn cancel(self, actor: &Actor, reasons: String) -> Outcome {
        let status = self.outcome(actor, Command::Cancel)?;
        Ok(Decided::new(Call { status, reasons, ..self }, Event::Cancelled))
    }

    /// The network ends it without a partner: nobody answered, or nobody who may.
    pub fn end(self, actor: &Actor, reasons: String) -> Outcome {
        let status = self.outcome(actor, Command::End)?;
        Ok(Decided::new(Call { status, reasons, ..self }, Event::Unsuccessful))
    }
}

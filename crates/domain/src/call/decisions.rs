//! What each command does to a call: permission, lifecycle, its own gate, and the event.
use super::{
    Addendum, Approval, Call, Change, Command, Declaration, Draft, Event, Found, Opening, Screening, Stake, Status,
};
use crate::{
    actor::Actor,
    challenge::{self, Challenge},
    event::Decided,
    ids::PersonId,
    item::{self, Place, Ruling},
    policy,
    refusal::{Reason, Refusal, gate},
    time::Timestamp,
};

type Outcome = Result<Decided<Call>, Refusal>;

impl Call {
    /// Begins a draft from an approved challenge.
    pub fn draft(actor: &Actor, challenge: &Challenge, draft: Draft, at: Timestamp) -> Outcome {
        policy::may_draft_call(actor, draft.network)?;
        if challenge.status != challenge::Status::Approved {
            return Err(Refusal::because("need_not_approved"));
        }
        let Draft { id, reference, network, content, stake } = draft;
        stake.check()?;
        let call = Call {
            id,
            reference,
            challenge: challenge.id,
            group: challenge.group,
            network,
            drafter: actor.person,
            authors: vec![actor.person],
            status: Status::Draft,
            content,
            declarations: vec![Declaration { by: actor.person, stake, at }],
            screening: None,
            submitted: None,
            approval: None,
            reasons: String::new(),
            published_at: None,
            addenda: Vec::new(),
            opening: None,
            found: None,
            version: 0,
        };
        Ok(Decided::new(call, Event::Drafted { challenge: challenge.id }))
    }

    /// Changes what it says. Whatever was approved before, this is not it: the approval is void (C1).
    pub fn edit(self, actor: &Actor, change: Change, at: Timestamp) -> Outcome {
        let status = self.outcome(actor, Command::Edit)?;
        let content = self.content.clone().changed(change, at)?;
        let mut authors = self.authors.clone();
        if !authors.contains(&actor.person) {
            authors.push(actor.person);
        }
        Ok(Decided::new(Call { status, content, authors, submitted: None, approval: None, ..self }, Event::Edited))
    }

    /// An author declares an interest, or none. A later declaration replaces an earlier one.
    pub fn declare(mut self, actor: &Actor, stake: Stake, at: Timestamp) -> Outcome {
        let status = self.outcome(actor, Command::Declare)?;
        stake.check()?;
        self.declarations.retain(|declaration| declaration.by != actor.person);
        self.declarations.push(Declaration { by: actor.person, stake, at });
        Ok(Decided::new(Call { status, ..self }, Event::Declared))
    }

    /// Records the procurement screening of this very text.
    pub fn screen(self, actor: &Actor, screening: Screening) -> Outcome {
        let status = self.outcome(actor, Command::Screen)?;
        let verdict = screening.verdict;
        Ok(Decided::new(Call { status, screening: Some(screening), ..self }, Event::Screened { verdict }))
    }

    /// Puts this very text before the group: everything of C2 must be there.
    pub fn submit(self, actor: &Actor, at: Timestamp) -> Outcome {
        let status = self.outcome(actor, Command::Submit)?;
        gate(self.content.missing(at))?;
        let content = self.content.hash();
        Ok(Decided::new(Call { status, submitted: Some(content.clone()), ..self }, Event::Submitted { content }))
    }

    /// Receives the group's decision, taken by this person for the group; nobody approves what they wrote (C1).
    pub fn ruled(self, by: PersonId, ruling: &Ruling) -> Outcome {
        if self.authors.contains(&by) {
            return Err(Refusal::because("author_approves"));
        }
        match ruling.verdict {
            item::Verdict::Agreed => self.approved(ruling),
            item::Verdict::NotAgreed => self.returned(ruling),
        }
    }

    fn approved(self, ruling: &Ruling) -> Outcome {
        let status = self.after(Command::Approve)?;
        let content = self.content.hash();
        let approval = Approval { item: ruling.item, content: content.clone(), at: ruling.at };
        let drafter = self.drafter;
        let call = Call { status, approval: Some(approval), reasons: ruling.reasons.clone(), ..self };
        Ok(Decided::new(call, Event::Approved { item: ruling.item, content, drafter }))
    }

    fn returned(self, ruling: &Ruling) -> Outcome {
        let status = self.after(Command::Return)?;
        let call = Call { status, submitted: None, reasons: ruling.reasons.clone(), ..self };
        let drafter = call.drafter;
        Ok(Decided::new(call, Event::Returned { item: ruling.item, drafter }))
    }

    /// Makes it public. `others` are reasons that only the outside knows, such as a group that is not governing.
    pub fn publish(self, actor: &Actor, at: Timestamp, others: Vec<Reason>) -> Outcome {
        policy::may_call(actor, Command::Publish, &self)?;
        gate([self.unpublishable(at), others].concat())?;
        let status = self.after(Command::Publish)?;
        let deadline = self.content.deadline;
        Ok(Decided::new(Call { status, published_at: Some(at), ..self }, Event::Published { deadline }))
    }

    /// Everything in the call itself that stands against publishing it at this instant (C1).
    pub fn unpublishable(&self, at: Timestamp) -> Vec<Reason> {
        let is_before = matches!(self.status, Status::Draft | Status::InApproval | Status::Approved);
        if !is_before {
            return Vec::new();
        }
        let mut reasons = self.content.missing(at);
        let hash = self.content.hash();
        if self.approval.as_ref().is_none_or(|approval| approval.content != hash) {
            reasons.push(Reason::new("not_approved"));
        }
        reasons.extend(self.unscreened(&hash));
        let declared = |author: &PersonId| self.declarations.iter().any(|declaration| declaration.by == *author);
        if !self.authors.iter().all(declared) {
            reasons.push(Reason::new("author_undeclared"));
        }
        reasons
    }

    fn unscreened(&self, hash: &str) -> Option<Reason> {
        match &self.screening {
            None => Some(Reason::new("not_screened")),
            Some(it) if it.verdict != super::Verdict::NotProcurement => {
                Some(Reason::new("procurement").with("verdict", it.verdict))
            }
            Some(it) if it.content != hash => Some(Reason::new("screening_of_other_text")),
            Some(_) => None,
        }
    }

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

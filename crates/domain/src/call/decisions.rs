//! What each command does to a call on its way to publication: permission, lifecycle, its own gate, and the event.
use super::{Approval, Call, Change, Command, Declaration, Draft, Event, Screening, Stake, Status};
use crate::{
    actor::Actor,
    challenge::{self, Challenge},
    event::Decided,
    ids::PersonId,
    item::{self, Ruling},
    policy,
    refusal::{Reason, Refusal, gate},
    time::Timestamp,
};

pub(super) type Outcome = Result<Decided<Call>, Refusal>;

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
}

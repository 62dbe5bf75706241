//! A local health need that collaboration across sectors could address (N1). It names no product and no company.
mod content;
mod naming;

pub use content::{Content, Evidence, Wanted};
pub use naming::Mention;

use crate::{
    actor::Actor,
    event::Decided,
    ids::*,
    item::{Ruling, Verdict},
    policy,
    refusal::{Reason, Refusal, gate},
};
use serde::{Deserialize, Serialize};

words! {
    /// Where a challenge stands.
    pub enum Status {
        /// Being written.
        Draft = "draft",
        /// Before the group.
        Submitted = "submitted",
        /// The group agreed that it is a need.
        Approved = "approved",
        /// The group declined it, with reasons.
        Declined = "declined",
        /// A call was published from it.
        Called = "called",
        /// A collaboration exists.
        Answered = "answered",
        /// The call found no partner.
        Unanswered = "unanswered",
        /// Taken back by its author.
        Withdrawn = "withdrawn",
    }
}
words! {
    /// What can be done to a challenge.
    pub enum Command {
        /// Change the text of a draft.
        Edit = "edit",
        /// Put it before the group.
        Submit = "submit",
        /// Take it back.
        Withdraw = "withdraw",
        /// The group agrees.
        Approve = "approve",
        /// The group declines.
        Decline = "decline",
        /// A call is published from it.
        Call = "call",
        /// A collaboration started from it.
        Answer = "answer",
        /// Its call ended without a partner.
        Expire = "expire",
    }
}

/// The whole lifecycle: in this status, this command leads to that status. Anything not listed is refused.
pub const LIFECYCLE: &[(Status, Command, Status)] = {
    use {Command::*, Status::*};
    &[
        (Draft, Edit, Draft),
        (Draft, Submit, Submitted),
        (Draft, Withdraw, Withdrawn),
        (Submitted, Withdraw, Withdrawn),
        (Submitted, Approve, Approved),
        (Submitted, Decline, Declined),
        (Approved, Call, Called),
        (Called, Answer, Answered),
        (Called, Expire, Unanswered),
    ]
};

/// A local health need, from draft to answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Challenge {
    /// Its id.
    pub id: ChallengeId,
    /// Its human reference.
    pub reference: String,
    /// The group it is put to.
    pub group: GroupId,
    /// Who wrote it.
    pub author: PersonId,
    /// Where it stands.
    pub status: Status,
    /// What it says.
    pub content: Content,
    /// The published collaboration it adapts, if any (E5).
    pub adapts: Option<CollaborationId>,
    /// Why the group decided as it did; empty before.
    pub reasons: String,
    /// Why a company's name stands in it, if its author went past that warning (N1); empty otherwise.
    #[serde(default)]
    pub naming_reason: String,
    /// Counts saved changes.
    pub version: u64,
}

/// What can happen to a challenge.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Event {
    /// A draft was begun.
    Drafted,
    /// Its text changed.
    Edited,
    /// It was put before the group.
    Submitted {
        /// Which group.
        group: GroupId,
        /// Why a company's name stands in it; empty where none does.
        naming_reason: String,
    },
    /// Its author took it back.
    Withdrawn,
    /// The group agreed.
    Approved {
        /// The item of business.
        item: ItemId,
        /// Who wrote it.
        author: PersonId,
    },
    /// The group declined.
    Declined {
        /// The item of business.
        item: ItemId,
        /// Who wrote it.
        author: PersonId,
    },
    /// A call was published from it.
    Called {
        /// Which call.
        call: CallId,
        /// Who wrote it.
        author: PersonId,
    },
    /// A collaboration started from it.
    Answered {
        /// Which collaboration.
        collaboration: CollaborationId,
    },
    /// Its call ended without a partner.
    Expired,
}

/// What it takes to begin a challenge.
#[derive(Debug, Clone)]
pub struct Draft {
    /// The new id.
    pub id: ChallengeId,
    /// The new reference.
    pub reference: String,
    /// The group it is put to.
    pub group: GroupId,
    /// What it says so far.
    pub content: Content,
    /// The published collaboration it adapts, if any.
    pub adapts: Option<CollaborationId>,
}

impl Challenge {
    /// Begins a draft for a group.
    pub fn draft(actor: &Actor, draft: Draft) -> Result<Decided<Challenge>, Refusal> {
        policy::may_draft_challenge(actor, draft.group)?;
        let Draft { id, reference, group, content, adapts } = draft;
        let (author, status, reasons) = (actor.person, Status::Draft, String::new());
        let challenge = Challenge {
            id,
            reference,
            group,
            author,
            status,
            content,
            adapts,
            reasons,
            naming_reason: String::new(),
            version: 0,
        };
        Ok(Decided::new(challenge, Event::Drafted))
    }

    /// Changes the text of a draft.
    pub fn edit(self, actor: &Actor, content: Content) -> Result<Decided<Challenge>, Refusal> {
        let status = self.outcome(actor, Command::Edit)?;
        Ok(Decided::new(Challenge { status, content, ..self }, Event::Edited))
    }

    /// Puts the challenge before the group: every field of N1 must say something. Where it names one of these
    /// companies, that is a warning which the author goes past only with a reason.
    pub fn submit(
        self,
        actor: &Actor,
        companies: &[String],
        naming_reason: String,
    ) -> Result<Decided<Challenge>, Refusal> {
        let status = self.outcome(actor, Command::Submit)?;
        gate([self.content.missing(), self.named(companies, &naming_reason)].concat())?;
        let (group, event_reason) = (self.group, naming_reason.clone());
        let event = Event::Submitted { group, naming_reason: event_reason };
        Ok(Decided::new(Challenge { status, naming_reason, ..self }, event))
    }

    /// A warning for each sentence that names a company; none once there is a reason to go past them.
    fn named(&self, companies: &[String], naming_reason: &str) -> Vec<Reason> {
        let mentions = if naming_reason.is_empty() { self.content.mentions(companies) } else { Vec::new() };
        let warning =
            |it: Mention| Reason::new("company_named").with("company", it.company).with("sentence", it.sentence);
        mentions.into_iter().map(|it| warning(it).at("naming_reason")).collect()
    }

    /// Its author takes it back.
    pub fn withdraw(self, actor: &Actor) -> Result<Decided<Challenge>, Refusal> {
        let status = self.outcome(actor, Command::Withdraw)?;
        Ok(Decided::new(Challenge { status, ..self }, Event::Withdrawn))
    }

    /// Receives the group's decision.
    pub fn ruled(self, ruling: &Ruling) -> Result<Decided<Challenge>, Refusal> {
        let (item, author) = (ruling.item, self.author);
        let (command, event) = match ruling.verdict {
            Verdict::Agreed => (Command::Approve, Event::Approved { item, author }),
            Verdict::NotAgreed => (Command::Decline, Event::Declined { item, author }),
        };
        let status = self.after(command)?;
        Ok(Decided::new(Challenge { status, reasons: ruling.reasons.clone(), ..self }, event))
    }

    /// A call was published from it.
    pub fn called(self, call: CallId) -> Result<Decided<Challenge>, Refusal> {
        let status = self.after(Command::Call)?;
        let author = self.author;
        Ok(Decided::new(Challenge { status, ..self }, Event::Called { call, author }))
    }

    /// A collaboration started from it.
    pub fn answered(self, collaboration: CollaborationId) -> Result<Decided<Challenge>, Refusal> {
        let status = self.after(Command::Answer)?;
        Ok(Decided::new(Challenge { status, ..self }, Event::Answered { collaboration }))
    }

    /// Its call ended without a partner.
    pub fn expired(self) -> Result<Decided<Challenge>, Refusal> {
        let status = self.after(Command::Expire)?;
        Ok(Decided::new(Challenge { status, ..self }, Event::Expired))
    }

    /// Where a command leads, if this actor may give it now. Permission first, then the lifecycle.
    pub fn outcome(&self, actor: &Actor, command: Command) -> Result<Status, Refusal> {
        policy::may_challenge(actor, command, self)?;
        self.after(command)
    }

    /// What this actor could do now: the buttons of a page, the `available` of the API.
    pub fn available(&self, actor: &Actor) -> Vec<Command> {
        Command::ALL.iter().copied().filter(|command| self.outcome(actor, *command).is_ok()).collect()
    }

    /// Whether the public may read it: from the group's approval on.
    pub fn is_public(&self) -> bool {
        use Status::*;
        matches!(self.status, Approved | Called | Answered | Unanswered)
    }

    fn after(&self, command: Command) -> Result<Status, Refusal> {
        LIFECYCLE.iter().find(|(from, by, _)| (*from, *by) == (self.status, command)).map(|(_, _, to)| *to).ok_or(
            Refusal::WrongStatus { subject: "challenge", status: self.status.as_str(), command: command.as_str() },
        )
    }

    pub(crate) fn label(&self) -> (String, String) {
        (self.reference.clone(), self.content.title.clone())
    }
}

//! The network's public invitation to industry to answer a challenge, from draft to announcement (C1–C6).
mod content;
mod decisions;
mod event;
mod missing;
mod parts;
mod running;

pub use content::{Change, Content, Criterion, Judging, Point, Question, Text, Timetable, proposed};
pub use event::Event;
pub use parts::{Addendum, Approval, Declaration, Found, Interest, Opening, Route, Screening, Stake, Verdict};

use crate::{actor::Actor, ids::*, policy, refusal::Refusal, time::Timestamp};
use serde::{Deserialize, Serialize};

words! {
    /// Where a call stands.
    pub enum Status {
        /// Being written by the network.
        Draft = "draft",
        /// Before the group.
        InApproval = "in_approval",
        /// The group approved this very text.
        Approved = "approved",
        /// Public; open between its opening and its deadline.
        Published = "published",
        /// The deadline has passed; responses are sealed.
        Closed = "closed",
        /// Two people opened the responses.
        Opened = "opened",
        /// A panel judges.
        StageOne = "stage_one",
        /// A panel judges the shortlist.
        StageTwo = "stage_two",
        /// The panel's advice is with the group.
        Recommended = "recommended",
        /// The group decided; nobody has been told.
        Decided = "decided",
        /// Everybody has been told.
        Announced = "announced",
        /// Taken back by the network, with a reason.
        Cancelled = "cancelled",
        /// It found no partner.
        Unsuccessful = "unsuccessful",
    }
}
words! {
    /// What can be done to a call.
    pub enum Command {
        /// Change what it says; voids an approval.
        Edit = "edit",
        /// Declare an interest, or none, as somebody who writes it.
        Declare = "declare",
        /// Record the procurement screening.
        Screen = "screen",
        /// Put this very text before the group.
        Submit = "submit",
        /// The group approves.
        Approve = "approve",
        /// The group sends it back.
        Return = "return",
        /// Make it public.
        Publish = "publish",
        /// Give more time.
        Extend = "extend",
        /// The deadline has passed.
        Close = "close",
        /// Begin to open the responses: the first of two people.
        Open = "open",
        /// Open the responses: the second of two people.
        Confirm = "confirm",
        /// A panel begins to judge.
        Assess = "assess",
        /// The panel's advice goes to the group.
        Recommend = "recommend",
        /// The group decides on partners.
        Decide = "decide",
        /// Everybody is told.
        Announce = "announce",
        /// Everybody is told that there is no partner.
        Disappoint = "disappoint",
        /// Take it back.
        Cancel = "cancel",
        /// End it without a partner.
        End = "end",
    }
}

/// The whole lifecycle: in this status, this command leads to that status. Anything not listed is refused.
pub const LIFECYCLE: &[(Status, Command, Status)] = {
    use {Command::*, Status::*};
    &[
        (Draft, Edit, Draft),
        (InApproval, Edit, Draft),
        (Approved, Edit, Draft),
        (Draft, Declare, Draft),
        (InApproval, Declare, InApproval),
        (Approved, Declare, Approved),
        (Draft, Screen, Draft),
        (InApproval, Screen, InApproval),
        (Approved, Screen, Approved),
        (Draft, Submit, InApproval),
        (InApproval, Approve, Approved),
        (InApproval, Return, Draft),
        (Approved, Publish, Published),
        (Published, Extend, Published),
        (Published, Close, Closed),
        (Closed, Open, Closed),
        (Closed, Confirm, Opened),
        (Opened, Assess, StageOne),
        (Opened, Recommend, Recommended),
        (StageOne, Recommend, Recommended),
        (StageTwo, Recommend, Recommended),
        (Recommended, Decide, Decided),
        (Decided, Announce, Announced),
        (Decided, Disappoint, Unsuccessful),
        (Draft, Cancel, Cancelled),
        (InApproval, Cancel, Cancelled),
        (Approved, Cancel, Cancelled),
        (Published, Cancel, Cancelled),
        (Closed, End, Unsuccessful),
        (Opened, End, Unsuccessful),
    ]
};

/// The network's public invitation to industry to answer a challenge (C1–C6).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Call {
    /// Its id.
    pub id: CallId,
    /// Its human reference, `CL-…`.
    pub reference: String,
    /// The challenge it asks to be answered.
    pub challenge: ChallengeId,
    /// The group that approves it and will select.
    pub group: GroupId,
    /// The network that writes it.
    pub network: OrganisationId,
    /// Who began it.
    pub drafter: PersonId,
    /// Everybody who wrote in it, the drafter included: none of them may approve it (C1).
    pub authors: Vec<PersonId>,
    /// Where it stands.
    pub status: Status,
    /// What it says; frozen at publication, but for a later deadline.
    pub content: Content,
    /// What each author declared.
    pub declarations: Vec<Declaration>,
    /// The procurement screening.
    pub screening: Option<Screening>,
    /// The text that is before the group: its hash.
    pub submitted: Option<String>,
    /// The group's approval, of one exact text.
    pub approval: Option<Approval>,
    /// Why the group decided as it did, the last time; empty before. Why it was cancelled or ended.
    pub reasons: String,
    /// When it was made public.
    pub published_at: Option<Timestamp>,
    /// What was changed while it was open, numbered from 1 (C4).
    pub addenda: Vec<Addendum>,
    /// Who opened the responses.
    pub opening: Option<Opening>,
    /// What the group's selection found; not public before the announcement (S7).
    pub found: Option<Found>,
    /// Counts saved changes.
    pub version: u64,
}

/// What it takes to begin a call.
#[derive(Debug, Clone)]
pub struct Draft {
    /// The new id.
    pub id: CallId,
    /// The new reference.
    pub reference: String,
    /// The network whose officer writes it.
    pub network: OrganisationId,
    /// What it says so far.
    pub content: Content,
    /// What its drafter declares.
    pub stake: Stake,
}

impl Call {
    /// Whether answers are taken at this instant: from its opening until just before its deadline's second (C3).
    pub fn is_open(&self, at: Timestamp) -> bool {
        self.status == Status::Published && self.content.opens_at <= at && at < self.content.deadline
    }

    /// Whether the public may read it: from publication on, however it ends.
    pub fn is_public(&self) -> bool {
        self.published_at.is_some()
    }

    /// Where a command leads, if this actor may give it now. Permission first, then the lifecycle.
    pub fn outcome(&self, actor: &Actor, command: Command) -> Result<Status, Refusal> {
        policy::may_call(actor, command, self)?;
        self.after(command)
    }

    /// What this actor could do at this instant: the buttons of a page, the `available` of the API.
    pub fn available(&self, actor: &Actor, at: Timestamp) -> Vec<Command> {
        let is_offered = |command: &Command| match command {
            Command::Extend => self.content.deadline > at,
            Command::Open => self.opening.is_none(),
            Command::Confirm => self.opening.is_some(),
            _ => true,
        };
        let possible = |command: &Command| self.outcome(actor, *command).is_ok() && is_offered(command);
        Command::ALL.iter().copied().filter(possible).collect()
    }

    fn after(&self, command: Command) -> Result<Status, Refusal> {
        LIFECYCLE
            .iter()
            .find(|(from, by, _)| (*from, *by) == (self.status, command))
            .map(|(_, _, to)| *to)
            .ok_or(Refusal::WrongStatus { subject: "call", status: self.status.as_str(), command: command.as_str() })
    }

    pub(crate) fn label(&self) -> (String, String) {
        (self.reference.clone(), self.content.title.clone())
    }
}

//! Where a collaboration can stand, what can be done to it, and what can happen to it.
use super::readings::Reading;
use crate::{ids::*, refusal::Refusal};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

words! {
    /// Where a collaboration stands.
    pub enum Status {
        /// Its agreement is being written.
        Agreeing = "agreeing",
        /// Every party has signed.
        Agreed = "agreed",
        /// Nothing is missing for the start (A8).
        Ready = "ready",
        /// Under way.
        Started = "started",
        /// The group agreed that it is completed.
        Completed = "completed",
        /// It ended early.
        Stopped = "stopped",
        /// Its outcome report is complete.
        Reported = "reported",
        /// Every party has published.
        PublishedByAll = "published_by_all",
        /// Nothing more will happen.
        Closed = "closed",
    }
}
words! {
    /// What can be done to a collaboration.
    pub enum Command {
        /// The last party signs.
        Agree = "agree",
        /// Publish the summary.
        Publish = "publish",
        /// Attest the local policies of one's organisation.
        Attest = "attest",
        /// Certify the summary for one's company (A7).
        Certify = "certify",
        /// Record that the full data protection impact assessment is approved (A8).
        Assess = "assess",
        /// Everything for the start is there.
        Prepare = "prepare",
        /// Start it.
        Start = "start",
        /// Note that a milestone was reached.
        Tick = "tick",
        /// Enter readings.
        Enter = "enter",
        /// Record what a party put in.
        Contribute = "contribute",
        /// Record a transfer of value.
        Transfer = "transfer",
        /// Answer for the other side of a transfer.
        Confirm = "confirm",
        /// Ask the group to agree that it is completed.
        Ask = "ask",
        /// The group agrees that it is completed.
        Complete = "complete",
        /// The group does not agree.
        Continue = "continue",
        /// End it early.
        Stop = "stop",
        /// Its outcome report is complete.
        Report = "report",
        /// The last party published.
        PublishByAll = "publish_by_all",
        /// Close it.
        Close = "close",
    }
}

/// The whole lifecycle: in this status, this command leads to that status. Anything not listed is refused.
pub const LIFECYCLE: &[(Status, Command, Status)] = {
    use {Command::*, Status::*};
    &[
        (Agreeing, Agree, Agreed),
        (Agreed, Publish, Agreed),
        (Agreed, Attest, Agreed),
        (Agreed, Certify, Agreed),
        (Agreed, Assess, Agreed),
        (Agreed, Prepare, Ready),
        (Agreed, Start, Started),
        (Ready, Start, Started),
        (Started, Tick, Started),
        (Started, Enter, Started),
        (Started, Contribute, Started),
        (Started, Transfer, Started),
        (Started, Confirm, Started),
        (Started, Ask, Started),
        (Started, Complete, Completed),
        (Started, Continue, Started),
        (Started, Stop, Stopped),
        (Completed, Enter, Completed),
        (Completed, Contribute, Completed),
        (Completed, Transfer, Completed),
        (Completed, Confirm, Completed),
        (Completed, Report, Reported),
        (Stopped, Enter, Stopped),
        (Stopped, Contribute, Stopped),
        (Stopped, Transfer, Stopped),
        (Stopped, Confirm, Stopped),
        (Stopped, Report, Reported),
        (Reported, PublishByAll, PublishedByAll),
        (PublishedByAll, Close, Closed),
    ]
};

/// Where a command leads from a status.
pub(super) fn after(status: Status, command: Command) -> Result<Status, Refusal> {
    let found = LIFECYCLE.iter().find(|(from, by, _)| (*from, *by) == (status, command));
    found.map(|(_, _, to)| *to).ok_or(Refusal::WrongStatus {
        subject: "collaboration",
        status: status.as_str(),
        command: command.as_str(),
    })
}

/// What can happen to a collaboration.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Event {
    /// It came to be with its agreement.
    Begun,
    /// Every party has signed.
    Agreed {
        /// Its parties.
        parties: Vec<OrganisationId>,
    },
    /// The summary was published.
    SummaryPublished {
        /// The hash of its text.
        hash: String,
    },
    /// The local policies of a party were attested.
    PoliciesAttested {
        /// Which party.
        organisation: OrganisationId,
    },
    /// A company's certifier certified the summary.
    SummaryCertified {
        /// Which company.
        organisation: OrganisationId,
        /// The hash of the text that was certified.
        hash: String,
    },
    /// The full data protection impact assessment was approved.
    AssessmentApproved {
        /// By which controller.
        organisation: OrganisationId,
        /// On that day.
        on: Date,
    },
    /// Nothing is missing for the start any more.
    BecameReady {
        /// Its parties.
        parties: Vec<OrganisationId>,
    },
    /// It started.
    Started {
        /// On that day.
        on: Date,
        /// The group that governs it.
        group: GroupId,
        /// Its parties.
        parties: Vec<OrganisationId>,
    },
    /// A milestone was reached.
    MilestoneTicked {
        /// Which one, counted from 1.
        milestone: usize,
        /// On that day.
        on: Date,
    },
    /// Readings were entered.
    ReadingsEntered {
        /// The readings.
        readings: Vec<Reading>,
    },
    /// A party's contribution was recorded.
    ContributionRecorded {
        /// Which contribution of the plan, counted from 1.
        contribution: usize,
    },
    /// A transfer of value was recorded.
    TransferRecorded {
        /// Its number, counted from 1.
        transfer: usize,
        /// The side that must answer.
        other: OrganisationId,
    },
    /// The other side answered for a transfer of value.
    TransferAnswered {
        /// Its number, counted from 1.
        transfer: usize,
    },
    /// The group was asked to agree that it is completed.
    CompletionAsked {
        /// On that day.
        on: Date,
    },
    /// The group did not agree that it is completed.
    CompletionDeclined {
        /// The item of business.
        item: ItemId,
        /// Its parties.
        parties: Vec<OrganisationId>,
    },
    /// The group agreed that it is completed.
    Completed {
        /// The item of business.
        item: ItemId,
        /// On that day.
        on: Date,
        /// Its parties.
        parties: Vec<OrganisationId>,
    },
    /// It ended early.
    Stopped {
        /// On that day.
        on: Date,
        /// The group that governed it.
        group: GroupId,
        /// Its parties.
        parties: Vec<OrganisationId>,
    },
    /// Its outcome report is complete.
    Reported {
        /// The report.
        outcome: OutcomeId,
    },
    /// Every party has published.
    PublishedByAll {
        /// The group that may close it.
        group: GroupId,
    },
    /// It was closed.
    Closed,
    /// An organisation took another's place.
    PlaceTaken {
        /// Whose place.
        of: OrganisationId,
        /// Who took it.
        by: OrganisationId,
    },
}

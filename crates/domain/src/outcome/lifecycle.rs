//! Where an outcome report can stand, what can be done to it, and what can happen to it.
use crate::{ids::*, refusal::Refusal};
use serde::{Deserialize, Serialize};

words! {
    /// Where an outcome report stands.
    pub enum Status {
        /// Being written.
        Draft = "draft",
        /// Complete; the parties publish it.
        Reported = "reported",
        /// Every party has published.
        PublishedByAll = "published_by_all",
    }
}
words! {
    /// What can be done to an outcome report.
    pub enum Command {
        /// Change what it says.
        Write = "write",
        /// Complete it.
        Report = "report",
        /// Publish it for one party.
        Publish = "publish",
        /// Publish it for the last party.
        PublishLast = "publish_last",
    }
}

/// The whole lifecycle: in this status, this command leads to that status. Anything not listed is refused.
pub const LIFECYCLE: &[(Status, Command, Status)] = {
    use {Command::*, Status::*};
    &[
        (Draft, Write, Draft),
        (Draft, Report, Reported),
        (Reported, Publish, Reported),
        (Reported, PublishLast, PublishedByAll),
    ]
};

/// Where a command leads from a status.
pub(super) fn after(status: Status, command: Command) -> Result<Status, Refusal> {
    let found = LIFECYCLE.iter().find(|(from, by, _)| (*from, *by) == (status, command));
    found.map(|(_, _, to)| *to).ok_or(Refusal::WrongStatus {
        subject: "outcome",
        status: status.as_str(),
        command: command.as_str(),
    })
}

/// What can happen to an outcome report.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Event {
    /// It was begun when the project ended.
    Begun {
        /// Its parties.
        parties: Vec<OrganisationId>,
    },
    /// What it says changed.
    Written,
    /// It was completed.
    Reported {
        /// Its parties.
        parties: Vec<OrganisationId>,
    },
    /// A party published it.
    Published {
        /// Which party.
        organisation: OrganisationId,
    },
    /// The last party published it.
    PublishedByAll {
        /// Which party.
        organisation: OrganisationId,
    },
    /// An organisation took another's place.
    PlaceTaken {
        /// Whose place.
        of: OrganisationId,
        /// Who took it.
        by: OrganisationId,
    },
}

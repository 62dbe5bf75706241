//! An organisation's answer to a call (R1–R6). What it says stands beside it; the record holds only a commitment.
mod answers;
mod decisions;

pub use answers::{Answer, check, patient_data, words};
pub use decisions::{Start, in_time};

use crate::{actor::Actor, call::Call, ids::*, item::Place, policy, refusal::Refusal, time::Timestamp};
use serde::{Deserialize, Serialize};

words! {
    /// Where a response stands.
    pub enum Status {
        /// Being written. Not submitted.
        Draft = "draft",
        /// Submitted, and may be submitted again until the deadline.
        Submitted = "submitted",
        /// The deadline has passed; nobody but the organisation reads it.
        Sealed = "sealed",
        /// Opened for the panel.
        Opened = "opened",
        /// Its organisation is a partner.
        Selected = "selected",
        /// Takes a selected partner's place if it falls out.
        Reserve = "reserve",
        /// Not selected.
        NotSelected = "not_selected",
        /// Taken back by its organisation.
        Withdrawn = "withdrawn",
    }
}
words! {
    /// What can be done to a response.
    pub enum Command {
        /// Change what the draft says.
        Edit = "edit",
        /// Submit what the draft says.
        Submit = "submit",
        /// Take it back.
        Withdraw = "withdraw",
        /// The deadline passes.
        Seal = "seal",
        /// It is opened for the panel.
        Open = "open",
        /// The group gives it its place, which nobody is told yet.
        Place = "place",
        /// Its organisation is told that it is a partner.
        Select = "select",
        /// Its organisation is told that it is a reserve.
        Reserve = "reserve",
        /// Its organisation is told that it is not selected.
        NotSelect = "not_select",
    }
}

words! {
    /// How long before the deadline an organisation hears that its response is NOT SUBMITTED (R1).
    pub enum Reminder {
        /// Seven days.
        SevenDays = "7_days",
        /// Two days.
        TwoDays = "48_hours",
        /// Four hours.
        FourHours = "4_hours",
        /// Half an hour.
        HalfHour = "30_minutes",
    }
}

impl Reminder {
    /// Seconds before the deadline.
    pub const fn seconds(self) -> i64 {
        match self {
            Reminder::SevenDays => 7 * 24 * 3600,
            Reminder::TwoDays => 48 * 3600,
            Reminder::FourHours => 4 * 3600,
            Reminder::HalfHour => 30 * 60,
        }
    }
}

/// The whole lifecycle: in this status, this command leads to that status. Anything not listed is refused.
pub const LIFECYCLE: &[(Status, Command, Status)] = {
    use {Command as C, Status as S};
    &[
        (S::Draft, C::Edit, S::Draft),
        (S::Draft, C::Submit, S::Submitted),
        (S::Draft, C::Withdraw, S::Withdrawn),
        (S::Submitted, C::Edit, S::Submitted),
        (S::Submitted, C::Submit, S::Submitted),
        (S::Submitted, C::Withdraw, S::Withdrawn),
        (S::Submitted, C::Seal, S::Sealed),
        (S::Sealed, C::Withdraw, S::Withdrawn),
        (S::Sealed, C::Open, S::Opened),
        (S::Opened, C::Withdraw, S::Withdrawn),
        (S::Opened, C::Place, S::Opened),
        (S::Opened, C::Select, S::Selected),
        (S::Opened, C::Reserve, S::Reserve),
        (S::Opened, C::NotSelect, S::NotSelected),
    ]
};

/// The latest time it was submitted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Submission {
    /// Which time, from 1.
    pub number: u64,
    /// When.
    pub at: Timestamp,
    /// The salted commitment to the answers (`record::commit`): 64 hex digits.
    pub commitment: String,
    /// The receipt's hash (`record::Receipt`): 64 hex digits.
    pub receipt: String,
}

/// An organisation's answer to a call, from draft to outcome.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Response {
    /// Its id.
    pub id: ResponseId,
    /// Its human reference.
    pub reference: String,
    /// The call it answers.
    pub call: CallId,
    /// The call's title.
    pub title: String,
    /// Whose answer it is.
    pub organisation: OrganisationId,
    /// Where it stands.
    pub status: Status,
    /// The latest time it was submitted; none for a draft.
    pub submission: Option<Submission>,
    /// The place the group gave it; its organisation is told when the selection is announced.
    pub place: Option<Place>,
    /// Counts saved changes.
    pub version: u64,
}

/// What can happen to a response.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Event {
    /// A draft was begun.
    Started,
    /// It was submitted, or submitted again.
    Submitted {
        /// The receipt's hash.
        receipt: String,
    },
    /// Its organisation took it back.
    Withdrawn,
    /// The deadline passed.
    Sealed,
    /// It was opened for the panel.
    Opened,
    /// Somebody outside its organisation read it.
    Read,
    /// The group gave it its place.
    Placed {
        /// The item of business.
        item: ItemId,
    },
    /// Its organisation was told its place.
    Announced {
        /// The place.
        place: Place,
    },
    /// An organisation took another's place.
    PlaceTaken {
        /// Whose place.
        of: OrganisationId,
        /// Who took it.
        by: OrganisationId,
    },
}

impl Response {
    /// Where a command leads, if this actor may give it now. Permission first, then the lifecycle.
    pub fn outcome(&self, actor: &Actor, command: Command) -> Result<Status, Refusal> {
        policy::may_response(actor, command, self)?;
        self.after(command)
    }

    /// What this actor could do at this instant: the buttons of a page, the `available` of the API.
    pub fn available(&self, actor: &Actor, call: &Call, at: Timestamp) -> Vec<Command> {
        let in_time = |command: &Command| match command {
            Command::Edit | Command::Submit => call.is_open(at),
            _ => true,
        };
        let possible = |command: &Command| self.outcome(actor, *command).is_ok() && in_time(command);
        Command::ALL.iter().copied().filter(possible).collect()
    }

    /// When it was submitted last.
    pub fn submitted_at(&self) -> Option<Timestamp> {
        self.submission.as_ref().map(|submission| submission.at)
    }

    /// Whether it has been opened: before that nobody but its organisation knows of it.
    pub fn is_open_to_others(&self) -> bool {
        matches!(self.status, Status::Opened | Status::Selected | Status::Reserve | Status::NotSelected)
    }

    fn after(&self, command: Command) -> Result<Status, Refusal> {
        LIFECYCLE.iter().find(|(from, by, _)| (*from, *by) == (self.status, command)).map(|(_, _, to)| *to).ok_or(
            Refusal::WrongStatus { subject: "response", status: self.status.as_str(), command: command.as_str() },
        )
    }

    pub(crate) fn label(&self) -> (String, String) {
        (self.reference.clone(), self.title.clone())
    }
}

//! An organisation's answer to a call (R1–R6). What it says stands beside it; the record holds only a commitment.
use crate::{actor::Actor, event::Decided, ids::*, item::Place, policy, refusal::Refusal, time::Timestamp};
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

/// One question of the call with its answer.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// The question, as the call asks it.
    pub question: String,
    /// The answer; may be empty in a draft.
    pub answer: String,
}

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
}

impl Response {
    /// The deadline has passed.
    pub fn seal(self) -> Result<Decided<Response>, Refusal> {
        let status = self.after(Command::Seal)?;
        Ok(Decided::new(Response { status, ..self }, Event::Sealed))
    }

    /// It is opened for the panel. Whoever opens the call has asked the policy of the call.
    pub fn open(self) -> Result<Decided<Response>, Refusal> {
        let status = self.after(Command::Open)?;
        Ok(Decided::new(Response { status, ..self }, Event::Opened))
    }

    /// Its organisation takes it back.
    pub fn withdraw(self, actor: &Actor) -> Result<Decided<Response>, Refusal> {
        let status = self.outcome(actor, Command::Withdraw)?;
        Ok(Decided::new(Response { status, ..self }, Event::Withdrawn))
    }

    /// Receives the place that the group gave it.
    pub fn placed(self, place: Place, item: ItemId) -> Result<Decided<Response>, Refusal> {
        let status = self.after(Command::Place)?;
        Ok(Decided::new(Response { status, place: Some(place), ..self }, Event::Placed { item }))
    }

    /// Its organisation is told its place.
    pub fn announced(self) -> Result<Decided<Response>, Refusal> {
        let place = self.place.ok_or_else(|| Refusal::because("not_decided_yet"))?;
        let command = match place {
            Place::Selected => Command::Select,
            Place::Reserve => Command::Reserve,
            Place::NotSelected => Command::NotSelect,
        };
        let status = self.after(command)?;
        Ok(Decided::new(Response { status, ..self }, Event::Announced { place }))
    }

    /// Where a command leads, if this actor may give it now. Permission first, then the lifecycle.
    pub fn outcome(&self, actor: &Actor, command: Command) -> Result<Status, Refusal> {
        policy::may_response(actor, command, self)?;
        self.after(command)
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

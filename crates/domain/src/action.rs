//! Something that a meeting agreed somebody does by a day; it returns to each agenda until it is done (G6).
use crate::{
    actor::Actor,
    event::Decided,
    ids::*,
    meeting::{self, Meeting},
    policy,
    refusal::{Reason, Refusal},
    time::Timestamp,
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

words! {
    /// Where an action stands.
    pub enum Status {
        /// To be done.
        ToDo = "to_do",
        /// Done.
        Done = "done",
        /// Not to be done any more.
        Dropped = "dropped",
    }
}
words! {
    /// What can be done to an action.
    pub enum Command {
        /// Give it to somebody else, or another day.
        Change = "change",
        /// Say that it is done.
        Complete = "complete",
        /// Say that it is not to be done any more.
        Drop = "drop",
    }
}

/// The whole lifecycle. Anything not listed is refused.
pub const LIFECYCLE: &[(Status, Command, Status)] = {
    use {Command::*, Status::*};
    &[(ToDo, Change, ToDo), (ToDo, Complete, Done), (ToDo, Drop, Dropped)]
};

/// Who does it, and by when.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Charge {
    /// Who.
    pub owner: PersonId,
    /// The last day on which it is in time.
    pub due_on: Date,
}

/// An action.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Action {
    /// Its id.
    pub id: ActionId,
    /// Its human reference.
    pub reference: String,
    /// Whose business it is.
    pub group: GroupId,
    /// The meeting that agreed it.
    pub meeting: MeetingId,
    /// What the item was about on which it was agreed: whoever is recused on that may not read it (G4).
    pub about: Option<Uuid>,
    /// What is to be done.
    pub what: String,
    /// Who does it, and by when.
    pub charge: Charge,
    /// Where it stands.
    pub status: Status,
    /// What came of it, or why it was changed or dropped.
    #[serde(default)]
    pub note: String,
    /// When it was done or dropped.
    pub ended_at: Option<Timestamp>,
    /// Counts saved changes.
    pub version: u64,
}

/// What can happen to an action.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Event {
    /// A meeting agreed it.
    Agreed {
        /// Who does it.
        owner: PersonId,
    },
    /// It was given to somebody else, or another day.
    Changed {
        /// Who does it.
        owner: PersonId,
    },
    /// It was done.
    Completed,
    /// It is not to be done any more.
    Dropped,
}

/// What it takes to agree an action.
#[derive(Debug, Clone)]
pub struct Agreeing {
    /// The new id.
    pub id: ActionId,
    /// The new reference.
    pub reference: String,
    /// What the item is about on which it is agreed.
    pub about: Option<Uuid>,
    /// What is to be done.
    pub what: String,
    /// Who does it, and by when.
    pub charge: Charge,
}

impl Action {
    /// A meeting agrees an action, while it lasts or while its minutes are written.
    pub fn agree(actor: &Actor, meeting: &Meeting, it: Agreeing, at: Timestamp) -> Result<Decided<Action>, Refusal> {
        policy::may_plan(actor, meeting.group)?;
        if !matches!(meeting.status, meeting::Status::InSession | meeting::Status::MinutesDrafted) {
            return Err(Refusal::because("not_in_session"));
        }
        ahead(it.charge, at)?;
        let Agreeing { id, reference, about, what, charge } = it;
        let (group, meeting, status) = (meeting.group, meeting.id, Status::ToDo);
        let (note, ended_at, version) = (String::new(), None, 0);
        let action = Action { id, reference, group, meeting, about, what, charge, status, note, ended_at, version };
        Ok(Decided::new(action, Event::Agreed { owner: charge.owner }))
    }

    /// Gives it to somebody else, or another day, with a reason.
    pub fn change(
        self,
        actor: &Actor,
        charge: Charge,
        note: String,
        at: Timestamp,
    ) -> Result<Decided<Action>, Refusal> {
        let status = self.outcome(actor, Command::Change)?;
        ahead(charge, at)?;
        Ok(Decided::new(Action { status, charge, note, ..self }, Event::Changed { owner: charge.owner }))
    }

    /// It is done.
    pub fn complete(self, actor: &Actor, note: String, at: Timestamp) -> Result<Decided<Action>, Refusal> {
        let status = self.outcome(actor, Command::Complete)?;
        Ok(Decided::new(Action { status, note, ended_at: Some(at), ..self }, Event::Completed))
    }

    /// It is not to be done any more.
    pub fn drop(self, actor: &Actor, note: String, at: Timestamp) -> Result<Decided<Action>, Refusal> {
        let status = self.outcome(actor, Command::Drop)?;
        Ok(Decided::new(Action { status, note, ended_at: Some(at), ..self }, Event::Dropped))
    }

    /// Whether its day has passed and it is still to be done.
    pub fn is_overdue(&self, at: Timestamp) -> bool {
        self.status == Status::ToDo && self.charge.due_on < at.day()
    }

    /// Where a command leads, if this actor may give it now. Permission first, then the lifecycle.
    pub fn outcome(&self, actor: &Actor, command: Command) -> Result<Status, Refusal> {
        policy::may_action(actor, command, self)?;
        LIFECYCLE
            .iter()
            .find(|(from, by, _)| (*from, *by) == (self.status, command))
            .map(|(_, _, to)| *to)
            .ok_or(Refusal::WrongStatus { subject: "action", status: self.status.as_str(), command: command.as_str() })
    }

    /// What this actor could do now.
    pub fn available(&self, actor: &Actor) -> Vec<Command> {
        Command::ALL.iter().copied().filter(|command| self.outcome(actor, *command).is_ok()).collect()
    }

    pub(crate) fn label(&self) -> (String, String) {
        (self.reference.clone(), self.what.chars().take(80).collect())
    }
}

fn ahead(charge: Charge, at: Timestamp) -> Result<(), Refusal> {
    match charge.due_on < at.day() {
        true => Err(Reason::new("due_in_the_past").at("due_on").into()),
        false => Ok(()),
    }
}

//! An item of a group's business: one question, who declared what, and the decision (G4, G6).
mod ballot;
mod conflict;
mod decision;
mod withheld;
mod words;

pub use ballot::Ballot;
pub use conflict::Declaration;
pub use decision::{Choice, Dissent, Proposed, Ruling, Taken, Votes};
pub use withheld::Withheld;
pub use words::{Command, Handling, LIFECYCLE, Manner, Motion, Place, Said, Stance, Status, Verdict};

use crate::{actor::Actor, event::Decided, ids::*, policy, refusal::Refusal, time::Timestamp};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// One question of a group's business.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Item {
    /// Its id.
    pub id: ItemId,
    /// Its human reference.
    pub reference: String,
    /// The group whose business it is.
    pub group: GroupId,
    /// The question.
    pub motion: Motion,
    /// What it is about.
    pub subject: Uuid,
    /// The reference of what it is about.
    pub about: String,
    /// What people call what it is about.
    pub title: String,
    /// Who wrote what it is about: may not be the one who approves it (C1). None where it does not matter.
    pub drafter: Option<PersonId>,
    /// When it was put.
    pub tabled_at: Timestamp,
    /// Where it stands.
    pub status: Status,
    /// The meeting on whose agenda it is or was decided.
    pub meeting: Option<MeetingId>,
    /// What people declared.
    pub declarations: Vec<Declaration>,
    /// The votes that people have cast themselves.
    #[serde(default)]
    pub ballots: Vec<Ballot>,
    /// The decision.
    pub decision: Option<Taken>,
    /// Whether everybody may read the decision: not before what it is about is public.
    pub public: bool,
    /// Why and until when the group keeps the decision from the public.
    #[serde(default)]
    pub withheld: Option<Withheld>,
    /// Counts saved changes.
    pub version: u64,
}

/// What can happen to an item.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Event {
    /// It was put on the group's business.
    Tabled {
        /// Whose business.
        group: GroupId,
    },
    /// It was put on an agenda.
    Placed {
        /// Of which meeting.
        meeting: MeetingId,
    },
    /// It was taken off the agenda.
    TakenOff,
    /// Somebody declared.
    Declared {
        /// Who.
        person: PersonId,
    },
    /// Somebody's interest was ruled.
    Ruled {
        /// Whose.
        person: PersonId,
        /// How.
        handling: Handling,
    },
    /// Somebody cast their vote.
    Voted {
        /// Who.
        person: PersonId,
    },
    /// It was decided.
    Decided {
        /// How.
        verdict: Verdict,
    },
    /// It was taken back.
    Withdrawn,
    /// What it is about became public, and the decision with it unless it is withheld.
    Disclosed,
    /// The group keeps the decision from the public.
    Withheld {
        /// Until this day.
        until: Date,
    },
    /// The decision is withheld no longer.
    Released,
}

/// What it takes to put an item.
#[derive(Debug, Clone)]
pub struct Tabling {
    /// The new id.
    pub id: ItemId,
    /// The new reference.
    pub reference: String,
    /// Whose business.
    pub group: GroupId,
    /// The question.
    pub motion: Motion,
    /// What it is about.
    pub subject: Uuid,
    /// Its reference.
    pub about: String,
    /// What people call it.
    pub title: String,
    /// Who wrote it, where that matters.
    pub drafter: Option<PersonId>,
    /// When.
    pub at: Timestamp,
}

impl Item {
    /// Puts a question on a group's business. The rooms do this, with whatever their own policy asks.
    pub fn table(it: Tabling) -> Decided<Item> {
        let Tabling { id, reference, group, motion, subject, about, title, drafter, at } = it;
        let (status, declarations, ballots) = (Status::Waiting, Vec::new(), Vec::new());
        let (meeting, decision, public, version) = (None, None, false, 0);
        let item = Item {
            id,
            reference,
            group,
            motion,
            subject,
            about,
            title,
            drafter,
            tabled_at: at,
            status,
            meeting,
            declarations,
            ballots,
            decision,
            public,
            withheld: None,
            version,
        };
        Decided::new(item, Event::Tabled { group })
    }

    /// Puts it on the agenda of a meeting.
    pub fn place(self, actor: &Actor, meeting: MeetingId) -> Result<Decided<Item>, Refusal> {
        let status = self.outcome(actor, Command::Place)?;
        Ok(Decided::new(Item { status, meeting: Some(meeting), ..self }, Event::Placed { meeting }))
    }

    /// Takes it off the agenda; it waits for another meeting.
    pub fn take_off(self, actor: &Actor) -> Result<Decided<Item>, Refusal> {
        let status = self.outcome(actor, Command::TakeOff)?;
        Ok(Decided::new(Item { status, meeting: None, ..self }, Event::TakenOff))
    }

    /// Whoever put it takes it back.
    pub fn withdraw(self) -> Result<Decided<Item>, Refusal> {
        let status = self.after(Command::Withdraw)?;
        Ok(Decided::new(Item { status, ..self }, Event::Withdrawn))
    }

    /// What it is about became public, and the decision with it.
    pub fn disclose(self) -> Result<Decided<Item>, Refusal> {
        match self.decision {
            Some(_) => Ok(Decided::new(self.open(), Event::Disclosed)),
            None => Err(Refusal::because("not_decided")),
        }
    }

    /// Where a command leads, if this actor may give it now. Permission first, then the lifecycle.
    pub fn outcome(&self, actor: &Actor, command: Command) -> Result<Status, Refusal> {
        policy::may_item(actor, command, self)?;
        self.after(command)
    }

    /// What this actor could do now.
    pub fn available(&self, actor: &Actor) -> Vec<Command> {
        Command::ALL.iter().copied().filter(|command| self.outcome(actor, *command).is_ok()).collect()
    }

    fn after(&self, command: Command) -> Result<Status, Refusal> {
        LIFECYCLE
            .iter()
            .find(|(from, by, _)| (*from, *by) == (self.status, command))
            .map(|(_, _, to)| *to)
            .ok_or(Refusal::WrongStatus { subject: "item", status: self.status.as_str(), command: command.as_str() })
    }

    pub(crate) fn label(&self) -> (String, String) {
        (self.reference.clone(), self.title.clone())
    }
}

//! A meeting of a group: planned, held, minuted (G6).
mod papers;
mod plan;
mod words;

pub use papers::Paper;
pub use plan::{Invitation, Plan, Planning};
pub use words::{Command, LIFECYCLE, Presence, Status};

use crate::{
    actor::Actor,
    event::Decided,
    ids::*,
    policy,
    refusal::{Reason, Refusal, gate},
    time::Timestamp,
};
use plan::ahead;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Who attends, and how.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attendance {
    /// Who.
    pub person: PersonId,
    /// How.
    pub presence: Presence,
}

/// A meeting of a group.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Meeting {
    /// Its id.
    pub id: MeetingId,
    /// Its human reference.
    pub reference: String,
    /// Whose.
    pub group: GroupId,
    /// What people call the group.
    pub title: String,
    /// Where it stands.
    pub status: Status,
    /// When and where.
    pub plan: Plan,
    /// Who attends.
    pub attendance: Vec<Attendance>,
    /// Commits to the minutes, which stand beside the record because they name people.
    pub minutes: Option<String>,
    /// Why it is not held.
    #[serde(default)]
    pub cancelled_because: String,
    /// What its members are given to read, in the order it came; the words stand beside the record.
    #[serde(default)]
    pub papers: Vec<Paper>,
    /// Counts the changes of the plan, cancelling included.
    #[serde(default)]
    pub sequence: u32,
    /// Counts saved changes.
    pub version: u64,
}

/// What can happen to a meeting.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Event {
    /// It got a date.
    Planned {
        /// Whose meeting.
        group: GroupId,
        /// What calendars must know.
        invitation: Invitation,
    },
    /// Date, place or link changed.
    Replanned {
        /// Whose meeting.
        group: GroupId,
        /// What calendars must know.
        invitation: Invitation,
    },
    /// A paper was added.
    PaperAdded {
        /// Which.
        paper: PaperId,
    },
    /// A paper was taken back before the papers went out.
    PaperTaken {
        /// Which.
        paper: PaperId,
    },
    /// Its papers went out.
    PapersSent {
        /// Whose meeting.
        group: GroupId,
    },
    /// It began.
    Started,
    /// Who attends was corrected.
    AttendanceChanged,
    /// Somebody said whether they attend.
    Joined {
        /// Who.
        person: PersonId,
    },
    /// Its minutes were written.
    MinutesDrafted {
        /// Whose meeting.
        group: GroupId,
    },
    /// Its minutes were approved.
    MinutesApproved,
    /// It is not held.
    Cancelled {
        /// Whose meeting.
        group: GroupId,
        /// What calendars must know.
        invitation: Invitation,
    },
}

impl Meeting {
    /// Plans a meeting.
    pub fn plan(actor: &Actor, it: Planning, at: Timestamp) -> Result<Decided<Meeting>, Refusal> {
        policy::may_plan(actor, it.group)?;
        ahead(&it.plan, at)?;
        let Planning { id, reference, group, title, plan } = it;
        let (status, attendance, minutes, cancelled_because) = (Status::Planned, Vec::new(), None, String::new());
        let (papers, sequence, version) = (Vec::new(), 0, 0);
        let meeting = Meeting {
            id,
            reference,
            group,
            title,
            status,
            plan,
            attendance,
            minutes,
            cancelled_because,
            papers,
            sequence,
            version,
        };
        let invitation = meeting.invitation();
        Ok(Decided::new(meeting, Event::Planned { group, invitation }))
    }

    /// Changes date, place or link.
    pub fn edit(self, actor: &Actor, plan: Plan, at: Timestamp) -> Result<Decided<Meeting>, Refusal> {
        let status = self.outcome(actor, Command::Edit)?;
        ahead(&plan, at)?;
        let meeting = Meeting { status, plan, sequence: self.sequence.saturating_add(1), ..self };
        let event = Event::Replanned { group: meeting.group, invitation: meeting.invitation() };
        Ok(Decided::new(meeting, event))
    }

    /// Tells the members that the papers are out.
    pub fn send_papers(self, actor: &Actor) -> Result<Decided<Meeting>, Refusal> {
        let status = self.outcome(actor, Command::SendPapers)?;
        let event = Event::PapersSent { group: self.group };
        Ok(Decided::new(Meeting { status, ..self }, event))
    }

    /// Begins it, with who attends.
    pub fn start(self, actor: &Actor, attendance: Vec<Attendance>) -> Result<Decided<Meeting>, Refusal> {
        let status = self.outcome(actor, Command::Start)?;
        gate(refused_attendance(&attendance))?;
        Ok(Decided::new(Meeting { status, attendance, ..self }, Event::Started))
    }

    /// Corrects who attends.
    pub fn attend(self, actor: &Actor, attendance: Vec<Attendance>) -> Result<Decided<Meeting>, Refusal> {
        let status = self.outcome(actor, Command::Attend)?;
        gate(refused_attendance(&attendance))?;
        Ok(Decided::new(Meeting { status, attendance, ..self }, Event::AttendanceChanged))
    }

    /// Somebody says whether they attend; what they or the secretary said before gives way.
    pub fn join(mut self, actor: &Actor, presence: Presence) -> Result<Decided<Meeting>, Refusal> {
        self.status = self.outcome(actor, Command::Join)?;
        let person = actor.person;
        self.attendance.retain(|one| one.person != person);
        self.attendance.push(Attendance { person, presence });
        Ok(Decided::new(self, Event::Joined { person }))
    }

    /// Writes its minutes; what is given commits to their text.
    pub fn draft_minutes(self, actor: &Actor, minutes: String) -> Result<Decided<Meeting>, Refusal> {
        let status = self.outcome(actor, Command::DraftMinutes)?;
        let event = Event::MinutesDrafted { group: self.group };
        Ok(Decided::new(Meeting { status, minutes: Some(minutes), ..self }, event))
    }

    /// Approves its minutes as they are.
    pub fn approve_minutes(self, actor: &Actor) -> Result<Decided<Meeting>, Refusal> {
        let status = self.outcome(actor, Command::ApproveMinutes)?;
        Ok(Decided::new(Meeting { status, ..self }, Event::MinutesApproved))
    }

    /// It is not held.
    pub fn cancel(self, actor: &Actor, because: String) -> Result<Decided<Meeting>, Refusal> {
        let status = self.outcome(actor, Command::Cancel)?;
        let sequence = self.sequence.saturating_add(1);
        let meeting = Meeting { status, sequence, cancelled_because: because, ..self };
        let event = Event::Cancelled { group: meeting.group, invitation: meeting.invitation() };
        Ok(Decided::new(meeting, event))
    }

    /// Where a command leads, if this actor may give it now. Permission first, then the lifecycle.
    pub fn outcome(&self, actor: &Actor, command: Command) -> Result<Status, Refusal> {
        policy::may_meeting(actor, command, self)?;
        LIFECYCLE
            .iter()
            .find(|(from, by, _)| (*from, *by) == (self.status, command))
            .map(|(_, _, to)| *to)
            .ok_or(Refusal::WrongStatus { subject: "meeting", status: self.status.as_str(), command: command.as_str() })
    }

    /// What this actor could do now.
    pub fn available(&self, actor: &Actor) -> Vec<Command> {
        Command::ALL.iter().copied().filter(|command| self.outcome(actor, *command).is_ok()).collect()
    }

    /// Whether a person is there, in the room or from elsewhere.
    pub fn is_present(&self, person: PersonId) -> bool {
        self.attendance.iter().any(|one| one.person == person && one.presence != Presence::Apologies)
    }

    fn invitation(&self) -> Invitation {
        Invitation { plan: self.plan.clone(), sequence: self.sequence }
    }

    pub(crate) fn label(&self) -> (String, String) {
        (self.reference.clone(), self.title.clone())
    }
}

fn refused_attendance(attendance: &[Attendance]) -> Vec<Reason> {
    let once: BTreeSet<PersonId> = attendance.iter().map(|one| one.person).collect();
    let twice = (once.len() != attendance.len()).then(|| Reason::new("attends_twice").at("remote"));
    let nobody = attendance.iter().all(|one| one.presence == Presence::Apologies);
    twice.into_iter().chain(nobody.then(|| Reason::new("nobody_attends").at("in_person"))).collect()
}

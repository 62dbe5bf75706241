//! A meeting of a group: planned, held, minuted (G6).
use crate::{
    actor::Actor,
    event::Decided,
    ids::*,
    policy,
    refusal::{Reason, Refusal, gate},
    time::Timestamp,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

words! {
    /// Where a meeting stands.
    pub enum Status {
        /// It has a date.
        Planned = "planned",
        /// Its papers are with the members.
        PapersOut = "papers_out",
        /// It is being held.
        InSession = "in_session",
        /// Its minutes are written.
        MinutesDrafted = "minutes_drafted",
        /// Its minutes are approved.
        MinutesApproved = "minutes_approved",
        /// It is not held.
        Cancelled = "cancelled",
    }
}
words! {
    /// What can be done to a meeting.
    pub enum Command {
        /// Change date, place or link.
        Edit = "edit",
        /// Choose which items are on the agenda.
        SetAgenda = "set_agenda",
        /// Tell the members that the papers are out.
        SendPapers = "send_papers",
        /// Begin it, with who attends.
        Start = "start",
        /// Correct who attends.
        Attend = "attend",
        /// Write its minutes; what was not decided waits for another meeting.
        DraftMinutes = "draft_minutes",
        /// Approve its minutes.
        ApproveMinutes = "approve_minutes",
        /// It is not held.
        Cancel = "cancel",
    }
}

/// The whole lifecycle. Anything not listed is refused.
pub const LIFECYCLE: &[(Status, Command, Status)] = {
    use {Command::*, Status::*};
    &[
        (Planned, Edit, Planned),
        (Planned, SetAgenda, Planned),
        (Planned, SendPapers, PapersOut),
        (Planned, Start, InSession),
        (Planned, Cancel, Cancelled),
        (PapersOut, Edit, PapersOut),
        (PapersOut, SetAgenda, PapersOut),
        (PapersOut, Start, InSession),
        (PapersOut, Cancel, Cancelled),
        (InSession, SetAgenda, InSession),
        (InSession, Attend, InSession),
        (InSession, DraftMinutes, MinutesDrafted),
        (MinutesDrafted, DraftMinutes, MinutesDrafted),
        (MinutesDrafted, ApproveMinutes, MinutesApproved),
    ]
};

words! {
    /// How a person attends.
    pub enum Presence {
        /// In the room.
        InPerson = "in_person",
        /// By telephone or video.
        Remote = "remote",
        /// Sent apologies.
        Apologies = "apologies",
    }
}

/// Who attends, and how.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attendance {
    /// Who.
    pub person: PersonId,
    /// How.
    pub presence: Presence,
}

/// When and where.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    /// When it begins.
    pub starts_at: Timestamp,
    /// Where; may be empty.
    #[serde(default)]
    pub place: String,
    /// Web address to join; may be empty.
    #[serde(default)]
    pub link: String,
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
    },
    /// Date, place or link changed.
    Replanned {
        /// Whose meeting.
        group: GroupId,
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
    },
}

/// What it takes to plan a meeting.
#[derive(Debug, Clone)]
pub struct Planning {
    /// The new id.
    pub id: MeetingId,
    /// The new reference.
    pub reference: String,
    /// Whose.
    pub group: GroupId,
    /// What people call the group.
    pub title: String,
    /// When and where.
    pub plan: Plan,
}

impl Meeting {
    /// Plans a meeting.
    pub fn plan(actor: &Actor, it: Planning, at: Timestamp) -> Result<Decided<Meeting>, Refusal> {
        policy::may_plan(actor, it.group)?;
        ahead(&it.plan, at)?;
        let Planning { id, reference, group, title, plan } = it;
        let (status, attendance, minutes, cancelled_because) = (Status::Planned, Vec::new(), None, String::new());
        let meeting =
            Meeting { id, reference, group, title, status, plan, attendance, minutes, cancelled_because, version: 0 };
        Ok(Decided::new(meeting, Event::Planned { group }))
    }

    /// Changes date, place or link.
    pub fn edit(self, actor: &Actor, plan: Plan, at: Timestamp) -> Result<Decided<Meeting>, Refusal> {
        let status = self.outcome(actor, Command::Edit)?;
        ahead(&plan, at)?;
        let event = Event::Replanned { group: self.group };
        Ok(Decided::new(Meeting { status, plan, ..self }, event))
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
        let event = Event::Cancelled { group: self.group };
        Ok(Decided::new(Meeting { status, cancelled_because: because, ..self }, event))
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

    pub(crate) fn label(&self) -> (String, String) {
        (self.reference.clone(), self.title.clone())
    }
}

fn ahead(plan: &Plan, at: Timestamp) -> Result<(), Refusal> {
    match plan.starts_at.day() < at.day() {
        true => Err(Reason::new("meeting_in_the_past").at("starts_at").into()),
        false => Ok(()),
    }
}

fn refused_attendance(attendance: &[Attendance]) -> Vec<Reason> {
    let once: BTreeSet<PersonId> = attendance.iter().map(|one| one.person).collect();
    let twice = (once.len() != attendance.len()).then(|| Reason::new("attends_twice").at("remote"));
    let nobody = attendance.iter().all(|one| one.presence == Presence::Apologies);
    twice.into_iter().chain(nobody.then(|| Reason::new("nobody_attends").at("in_person"))).collect()
}

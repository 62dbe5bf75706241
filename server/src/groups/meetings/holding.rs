//! What the acts ask by which a meeting is held, minuted or cancelled.
use super::{
    super::words,
    actions,
    acts::{opened, path, seats},
    minutes,
};
use crate::{
    acts::{Act, Address, Desk, Opened, Proof},
    error::{Done, Result},
    forms::{Field, Kind as Of},
    unit::Unit,
};
use domain::meeting::{Attendance, Command, Presence};
use serde::Deserialize;
use serde_json::json;

const ATTENDANCE: &[Field] = &[
    Field::new("in_person", Of::Picks).optional(),
    Field::new("remote", Of::Picks).optional(),
    Field::new("apologies", Of::Picks).optional(),
];

#[derive(Deserialize)]
pub(super) struct AttendanceInput {
    in_person: Vec<String>,
    remote: Vec<String>,
    apologies: Vec<String>,
}

impl AttendanceInput {
    fn read(&self) -> Result<Vec<Attendance>> {
        actions::attendance(&self.in_person, &self.remote, &self.apologies)
    }
}

async fn opened_attendance(desk: Desk<'_>, command: Command) -> Result<Opened> {
    let meeting = actions::get(desk.tx, desk.actor, &desk.address.reference()?).await?;
    let seats = seats(desk.tx, meeting.group, desk.at).await?;
    let list = |presence| {
        let here = meeting.attendance.iter().filter(move |one| one.presence == presence);
        here.map(|one| one.person).collect::<Vec<_>>()
    };
    let values = json!({ "in_person": list(Presence::InPerson), "remote": list(Presence::Remote), "apologies": list(Presence::Apologies) });
    let options = [("in_person", seats.clone()), ("remote", seats.clone()), ("apologies", seats)].into();
    let (_, opened) = opened(desk, command).await?;
    Ok(Opened { values, options, ..opened })
}

/// Begin the meeting.
pub(super) struct StartMeeting;

impl Act for StartMeeting {
    const NAME: &'static str = "meeting.start";
    const PATH: &'static str = "/meetings/{reference}/session";
    const FORM: &'static [Field] = ATTENDANCE;
    type Input = AttendanceInput;

    async fn open(desk: Desk<'_>) -> Result<Opened> {
        opened_attendance(desk, Command::Start).await
    }
    async fn run(unit: &mut Unit, address: &Address, it: AttendanceInput) -> Result<Done> {
        let meeting = actions::start(unit, &address.reference()?, it.read()?).await?;
        Ok(Done::to(path(&meeting.reference)))
    }
}

/// Correct who attends.
pub(super) struct Attend;

impl Act for Attend {
    const NAME: &'static str = "meeting.attend";
    const PATH: &'static str = "/meetings/{reference}/attendance";
    const FORM: &'static [Field] = ATTENDANCE;
    type Input = AttendanceInput;

    async fn open(desk: Desk<'_>) -> Result<Opened> {
        opened_attendance(desk, Command::Attend).await
    }
    async fn run(unit: &mut Unit, address: &Address, it: AttendanceInput) -> Result<Done> {
        let meeting = actions::attend(unit, &address.reference()?, it.read()?).await?;
        Ok(Done::to(path(&meeting.reference)))
    }
}

#[derive(Deserialize)]
pub(super) struct JoinInput {
    presence: Presence,
}

/// Say whether one attends.
pub(super) struct Join;

impl Act for Join {
    const NAME: &'static str = "meeting.join";
    const PATH: &'static str = "/meetings/{reference}/attendance/own";
    const FORM: &'static [Field] = &[Field::choice("presence", &words::PRESENCES)];
    type Input = JoinInput;

    async fn open(desk: Desk<'_>) -> Result<Opened> {
        let person = desk.actor.person;
        let (meeting, opened) = opened(desk, Command::Join).await?;
        let said = meeting.attendance.iter().find(|one| one.person == person).map(|one| one.presence);
        Ok(Opened { values: json!({ "presence": said }), version: None, ..opened })
    }
    async fn run(unit: &mut Unit, address: &Address, it: JoinInput) -> Result<Done> {
        let meeting = actions::join(unit, &address.reference()?, it.presence).await?;
        Ok(Done::to(path(&meeting.reference)))
    }
}

#[derive(Deserialize)]
pub(super) struct CancelInput {
    reasons: String,
}

/// Cancel the meeting.
pub(super) struct CancelMeeting;

impl Act for CancelMeeting {
    const NAME: &'static str = "meeting.cancel";
    const PATH: &'static str = "/meetings/{reference}/cancellation";
    const FORM: &'static [Field] = &[Field::new("reasons", Of::Text(1000))];
    type Input = CancelInput;

    async fn open(desk: Desk<'_>) -> Result<Opened> {
        opened(desk, Command::Cancel).await.map(|(_, opened)| opened)
    }
    async fn run(unit: &mut Unit, address: &Address, it: CancelInput) -> Result<Done> {
        let meeting = actions::cancel(unit, &address.reference()?, it.reasons).await?;
        Ok(Done::to(path(&meeting.reference)))
    }
}

#[derive(Deserialize)]
pub(super) struct MinutesInput {
    minutes: String,
}

/// Write the minutes.
pub(super) struct DraftMinutes;

impl Act for DraftMinutes {
    const NAME: &'static str = "meeting.minutes";
    const PATH: &'static str = "/meetings/{reference}/minutes";
    const FORM: &'static [Field] = &[Field::new("minutes", Of::Text(40_000))];
    type Input = MinutesInput;

    async fn open(desk: Desk<'_>) -> Result<Opened> {
        let meeting = actions::get(desk.tx, desk.actor, &desk.address.reference()?).await?;
        let words = match minutes::read_by(desk.tx, desk.actor, &meeting).await? {
            Some(words) => words,
            None => minutes::generated(desk.tx, desk.actor, &meeting).await?,
        };
        let (_, opened) = opened(desk, Command::DraftMinutes).await?;
        Ok(Opened { values: json!({ "minutes": words }), ..opened })
    }
    async fn run(unit: &mut Unit, address: &Address, it: MinutesInput) -> Result<Done> {
        let meeting = actions::draft_minutes(unit, &address.reference()?, &it.minutes).await?;
        Ok(Done::to(path(&meeting.reference)))
    }
}

/// Approve the minutes.
pub(super) struct ApproveMinutes;

impl Act for ApproveMinutes {
    const NAME: &'static str = "meeting.approve_minutes";
    const PATH: &'static str = "/meetings/{reference}/minutes/approval";
    const PROOF: Proof = Proof::Fresh;
    type Input = ();

    async fn open(desk: Desk<'_>) -> Result<Opened> {
        opened(desk, Command::ApproveMinutes).await.map(|(_, opened)| opened)
    }
    async fn run(unit: &mut Unit, address: &Address, (): ()) -> Result<Done> {
        let meeting = actions::approve_minutes(unit, &address.reference()?).await?;
        Ok(Done::to(path(&meeting.reference)))
    }
}

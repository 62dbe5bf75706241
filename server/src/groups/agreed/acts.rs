//! What each act on an action asks, and how an action is shown.
use super::{
    super::{meetings, showing::Names},
    actions,
};
use crate::{
    acts::{Act, Acts, Address, Desk, Opened, offer},
    error::{Done, Error, Result},
    forms::{Field, Kind as Of},
    unit::Unit,
};
use domain::{
    action::{Action, Command},
    actor::Actor,
    meeting::{Meeting, Status},
    policy,
    time::Timestamp,
};
use jiff::civil::Date;
use serde::Deserialize;
use serde_json::{Value, json};

/// The acts on actions.
pub fn acts() -> Acts {
    Acts::new().with::<Agree>().with::<Complete>().with::<Change>().with::<Drop>()
}

/// Where an action is done.
pub fn path(reference: &str) -> String {
    format!("/actions/{reference}/completion")
}

/// The link to writing down an action, for those who run a meeting that lasts or is being minuted.
pub fn offer_agree(meeting: &Meeting, actor: &Actor) -> Option<Value> {
    let now = matches!(meeting.status, Status::InSession | Status::MinutesDrafted);
    (now && policy::may_plan(actor, meeting.group).is_ok()).then(|| offer::<Agree>(&meeting.reference))
}

/// An action as pages show it, with what this reader can do with it.
pub fn shown(it: &Action, actor: &Actor, names: &Names, at: Timestamp) -> Value {
    let link = |command: &Command| match command {
        Command::Complete => offer::<Complete>(&it.reference),
        Command::Change => offer::<Change>(&it.reference),
        Command::Drop => offer::<Drop>(&it.reference),
    };
    json!({
        "what": it.what, "owner": names.person(it.charge.owner), "due_on": it.charge.due_on, "status": it.status,
        "overdue": it.is_overdue(at), "note": it.note,
        "actions": it.available(actor).iter().map(link).collect::<Vec<_>>(),
    })
}

/// Opens an act on the action in the address, if this command is possible now.
async fn opened(desk: Desk<'_>, command: Command) -> Result<(Action, Opened)> {
    let action = actions::get(desk.tx, desk.actor, &desk.address.reference()?).await?;
    action.outcome(desk.actor, command)?;
    let meeting = meetings::store::find(desk.tx, action.meeting).await?.ok_or(Error::NotFound)?;
    let facts = json!({ "reference": action.reference, "title": action.what });
    let (back, version) = (meetings::path(&meeting.reference), Some(action.version));
    Ok((action, Opened { facts, back, version, ..Opened::default() }))
}

/// Back to the meeting that agreed it.
async fn onwards(unit: &mut Unit, action: &Action) -> Result<Done> {
    let meeting = meetings::store::find(&mut unit.tx, action.meeting).await?.ok_or(Error::NotFound)?;
    Ok(Done::to(meetings::path(&meeting.reference)))
}

#[derive(Deserialize)]
struct AgreeInput {
    what: String,
    owner: String,
    due_on: Date,
    item: Option<String>,
}

/// Write down an action.
struct Agree;

impl Act for Agree {
    const NAME: &'static str = "action.agree";
    const PATH: &'static str = "/meetings/{reference}/actions";
    const FORM: &'static [Field] = &[
        Field::new("what", Of::Text(1000)),
        Field::pick("owner"),
        Field::new("due_on", Of::Date),
        Field::pick("item").optional(),
    ];
    type Input = AgreeInput;

    async fn open(desk: Desk<'_>) -> Result<Opened> {
        let meeting = meetings::actions::get(desk.tx, desk.actor, &desk.address.reference()?).await?;
        policy::may_plan(desk.actor, meeting.group)?;
        if offer_agree(&meeting, desk.actor).is_none() {
            return Err(crate::forms::Problem::new("not_in_session").into());
        }
        let mut items = super::super::items::store::of_meeting(desk.tx, meeting.id).await?;
        items.retain(|item| policy::may_read_item(desk.actor, item));
        let seats = meetings::seats(desk.tx, meeting.group, desk.at).await?;
        let options = [("owner", seats), ("item", items.iter().map(meetings::choice).collect())].into();
        let facts = json!({ "reference": meeting.reference, "title": meeting.title });
        Ok(Opened { options, facts, back: meetings::path(&meeting.reference), ..Opened::default() })
    }
    async fn run(unit: &mut Unit, address: &Address, it: AgreeInput) -> Result<Done> {
        let AgreeInput { what, owner, due_on, item } = it;
        let wanted = actions::Wanted { what, owner, due_on, item };
        let meeting = actions::agree(unit, &address.reference()?, wanted).await?;
        Ok(Done::to(meetings::path(&meeting.reference)))
    }
}

#[derive(Deserialize)]
struct NoteInput {
    note: String,
}

/// Say that an action is done.
struct Complete;

impl Act for Complete {
    const NAME: &'static str = "action.complete";
    const PATH: &'static str = "/actions/{reference}/completion";
    const FORM: &'static [Field] = &[Field::new("note", Of::Text(1000)).optional()];
    type Input = NoteInput;

    async fn open(desk: Desk<'_>) -> Result<Opened> {
        opened(desk, Command::Complete).await.map(|(_, opened)| opened)
    }
    async fn run(unit: &mut Unit, address: &Address, it: NoteInput) -> Result<Done> {
        let action = actions::complete(unit, &address.reference()?, it.note).await?;
        onwards(unit, &action).await
    }
}

#[derive(Deserialize)]
struct ChangeInput {
    owner: String,
    due_on: Date,
    note: String,
}

/// Give an action to somebody else, or another day.
struct Change;

impl Act for Change {
    const NAME: &'static str = "action.change";
    const PATH: &'static str = "/actions/{reference}/charge";
    const FORM: &'static [Field] =
        &[Field::pick("owner"), Field::new("due_on", Of::Date), Field::new("note", Of::Text(1000))];
    type Input = ChangeInput;

    async fn open(desk: Desk<'_>) -> Result<Opened> {
        let action = actions::get(desk.tx, desk.actor, &desk.address.reference()?).await?;
        let seats = meetings::seats(desk.tx, action.group, desk.at).await?;
        let (action, opened) = opened(desk, Command::Change).await?;
        Ok(Opened { values: json!(action.charge), options: [("owner", seats)].into(), ..opened })
    }
    async fn run(unit: &mut Unit, address: &Address, it: ChangeInput) -> Result<Done> {
        let action = actions::change(unit, &address.reference()?, &it.owner, it.due_on, it.note).await?;
        onwards(unit, &action).await
    }
}

/// Say that an action is not to be done any more.
struct Drop;

impl Act for Drop {
    const NAME: &'static str = "action.drop";
    const PATH: &'static str = "/actions/{reference}/end";
    const FORM: &'static [Field] = &[Field::new("note", Of::Text(1000))];
    type Input = NoteInput;

    async fn open(desk: Desk<'_>) -> Result<Opened> {
        opened(desk, Command::Drop).await.map(|(_, opened)| opened)
    }
    async fn run(unit: &mut Unit, address: &Address, it: NoteInput) -> Result<Done> {
        let action = actions::drop(unit, &address.reference()?, it.note).await?;
        onwards(unit, &action).await
    }
}

//! What each act on a meeting asks, and where it stands.
use super::{
    super::{actions as groups, acts as group_acts, items, words},
    actions,
    holding::{ApproveMinutes, Attend, CancelMeeting, DraftMinutes, Join, StartMeeting},
    papers::{AddPaper, TakePaper},
};
use crate::{
    acts::{Act, Acts, Address, Desk, Opened, offer},
    error::{Done, Result},
    forms::{Choice, Field, Kind as Of},
    people,
    unit::Unit,
};
use db::Tx;
use domain::{
    actor::Actor,
    group,
    ids::GroupId,
    item::Item,
    meeting::{Command, Meeting, Plan},
    policy,
    time::Timestamp,
};
use serde::Deserialize;
use serde_json::{Value, json};

/// The acts on meetings.
pub fn acts() -> Acts {
    let planning = Acts::new().with::<PlanMeeting>().with::<EditMeeting>().with::<SetAgenda>();
    let planning = planning.with::<AddPaper>().with::<TakePaper>().with::<SendPapers>();
    let holding = planning.with::<StartMeeting>().with::<Attend>().with::<Join>().with::<CancelMeeting>();
    holding.with::<DraftMinutes>().with::<ApproveMinutes>()
}

/// The page of a meeting.
pub fn path(reference: &str) -> String {
    format!("/meetings/{reference}")
}

/// The link to planning a meeting of a group.
pub fn offer_plan(group: &str) -> Value {
    offer::<PlanMeeting>(group)
}

/// What this actor can do with a meeting now, as links; the first is the one to do next.
pub fn offers(meeting: &Meeting, actor: &Actor) -> Vec<Value> {
    let offer = |command: &Command| match command {
        Command::Edit => offer::<EditMeeting>(&meeting.reference),
        Command::SetAgenda => offer::<SetAgenda>(&meeting.reference),
        Command::AddPaper => offer::<AddPaper>(&meeting.reference),
        Command::TakePaper => offer::<TakePaper>(&meeting.reference),
        Command::SendPapers => offer::<SendPapers>(&meeting.reference),
        Command::Start => offer::<StartMeeting>(&meeting.reference),
        Command::Attend => offer::<Attend>(&meeting.reference),
        Command::Join => offer::<Join>(&meeting.reference),
        Command::DraftMinutes => offer::<DraftMinutes>(&meeting.reference),
        Command::ApproveMinutes => offer::<ApproveMinutes>(&meeting.reference),
        Command::Cancel => offer::<CancelMeeting>(&meeting.reference),
    };
    let mut available = meeting.available(actor);
    available.retain(|command| *command != Command::TakePaper || !meeting.papers.is_empty());
    available.sort_by_key(|command| !matches!(command, Command::Start | Command::ApproveMinutes));
    available.iter().map(offer).collect()
}

/// Opens an act on the meeting in the address, if this command is possible now.
pub(super) async fn opened(desk: Desk<'_>, command: Command) -> Result<(Meeting, Opened)> {
    let meeting = actions::get(desk.tx, desk.actor, &desk.address.reference()?).await?;
    meeting.outcome(desk.actor, command)?;
    let facts = json!({ "reference": meeting.reference, "title": meeting.title });
    let opened = Opened { facts, back: path(&meeting.reference), version: Some(meeting.version), ..Opened::default() };
    Ok((meeting, opened))
}

/// The open items of a group that the actor may read, as options: the value is the reference.
async fn open_items(tx: &mut Tx, actor: &Actor, group: GroupId) -> Result<Vec<Item>> {
    let mut items = items::store::open_of(tx, group).await?;
    items.retain(|item| policy::may_read_item(actor, item));
    Ok(items)
}

/// An item as an option.
pub fn choice(item: &Item) -> Choice {
    let text = format!("{}: {}", words::of("motion", item.motion.as_str()), item.title);
    Choice { value: item.reference.clone(), text, hint: item.about.clone() }
}

/// Everyone with a seat today, as options: the value is the person's id.
pub async fn seats(tx: &mut Tx, group: GroupId, at: Timestamp) -> Result<Vec<Choice>> {
    let group = groups::by_id(tx, group).await?;
    let held: Vec<_> = group.held(at).map(|seat| seat.person).collect();
    let names = people::store::names(tx, &held).await?;
    let option = |seat: &group::Seat| Choice {
        value: seat.person.to_string(),
        text: names.get(&seat.person).cloned().unwrap_or_default(),
        hint: words::of("role", seat.role.as_str()),
    };
    Ok(group.held(at).map(option).collect())
}

#[derive(Deserialize)]
struct PlanInput {
    starts_at: Timestamp,
    place: String,
    link: String,
    lasts: Option<u32>,
    items: Vec<String>,
}

/// How long a meeting is meant to last, in minutes.
const LASTS: Field = Field::new("lasts", Of::Number(5, 720)).optional();

/// Plan a meeting.
struct PlanMeeting;

impl Act for PlanMeeting {
    const NAME: &'static str = "meeting.plan";
    const PATH: &'static str = "/groups/{reference}/meetings";
    const FORM: &'static [Field] = &[
        Field::new("starts_at", Of::Moment),
        Field::line("place").optional(),
        Field::new("link", Of::Link).optional(),
        LASTS,
        Field::new("items", Of::Picks).optional(),
    ];
    type Input = PlanInput;

    async fn open(desk: Desk<'_>) -> Result<Opened> {
        let group = groups::get(desk.tx, &desk.address.reference()?).await?;
        let items = open_items(desk.tx, desk.actor, group.id).await?;
        let waiting: Vec<&Item> = items.iter().filter(|item| item.meeting.is_none()).collect();
        let all: Vec<&str> = waiting.iter().map(|item| item.reference.as_str()).collect();
        let (values, options) =
            (json!({ "items": all }), [("items", waiting.into_iter().map(choice).collect())].into());
        let (_, opened) = group_acts::opened(desk, group::Command::Plan).await?;
        Ok(Opened { values, options, ..opened })
    }
    async fn run(unit: &mut Unit, address: &Address, it: PlanInput) -> Result<Done> {
        let plan = Plan { starts_at: it.starts_at, place: it.place, link: it.link, lasts: it.lasts };
        let meeting = actions::plan(unit, &address.reference()?, plan, &it.items).await?;
        Ok(Done::to(path(&meeting.reference)).with("reference", meeting.reference))
    }
}

/// Change date, place or link.
struct EditMeeting;

impl Act for EditMeeting {
    const NAME: &'static str = "meeting.edit";
    const PATH: &'static str = "/meetings/{reference}/plan";
    const FORM: &'static [Field] = &[
        Field::new("starts_at", Of::Moment),
        Field::line("place").optional(),
        Field::new("link", Of::Link).optional(),
        LASTS,
    ];
    type Input = Plan;

    async fn open(desk: Desk<'_>) -> Result<Opened> {
        let (meeting, opened) = opened(desk, Command::Edit).await?;
        Ok(Opened { values: json!(meeting.plan), ..opened })
    }
    async fn run(unit: &mut Unit, address: &Address, plan: Plan) -> Result<Done> {
        let meeting = actions::edit(unit, &address.reference()?, plan).await?;
        Ok(Done::to(path(&meeting.reference)))
    }
}

#[derive(Deserialize)]
struct AgendaInput {
    items: Vec<String>,
}

/// Choose what is on the agenda.
struct SetAgenda;

impl Act for SetAgenda {
    const NAME: &'static str = "meeting.agenda";
    const PATH: &'static str = "/meetings/{reference}/agenda";
    const FORM: &'static [Field] = &[Field::new("items", Of::Picks).optional()];
    type Input = AgendaInput;

    async fn open(desk: Desk<'_>) -> Result<Opened> {
        let meeting = actions::get(desk.tx, desk.actor, &desk.address.reference()?).await?;
        let mut items = open_items(desk.tx, desk.actor, meeting.group).await?;
        items.retain(|item| item.meeting.is_none_or(|on| on == meeting.id));
        let on: Vec<&str> =
            items.iter().filter(|item| item.meeting.is_some()).map(|item| item.reference.as_str()).collect();
        let (values, options) = (json!({ "items": on }), [("items", items.iter().map(choice).collect())].into());
        let (_, opened) = opened(desk, Command::SetAgenda).await?;
        Ok(Opened { values, options, version: None, ..opened })
    }
    async fn run(unit: &mut Unit, address: &Address, it: AgendaInput) -> Result<Done> {
        let meeting = actions::set_agenda(unit, &address.reference()?, &it.items).await?;
        Ok(Done::to(path(&meeting.reference)))
    }
}

/// Tell the members that the papers are out.
struct SendPapers;

impl Act for SendPapers {
    const NAME: &'static str = "meeting.papers";
    const PATH: &'static str = "/meetings/{reference}/papers";
    type Input = ();

    async fn open(desk: Desk<'_>) -> Result<Opened> {
        opened(desk, Command::SendPapers).await.map(|(_, opened)| opened)
    }
    async fn run(unit: &mut Unit, address: &Address, (): ()) -> Result<Done> {
        let meeting = actions::send_papers(unit, &address.reference()?).await?;
        Ok(Done::to(path(&meeting.reference)))
    }
}

//! What awaits a person in this room: drafts to finish, calls to screen and publish, responses to open, agreements to begin.
use super::{path, store};
use crate::{
    error::Result,
    groups,
    work::{About, Ahead, Item, Why, end_of},
};
use db::Tx;
use domain::{
    actor::{Actor, Duty, Role, SeatRole},
    call::{Call, Command, Status},
    ids::{GroupId, OrganisationId},
    policy,
    time::Timestamp,
};

/// The statuses in which a call waits for its network or its group's secretary.
const WAITING: &[Status] = &[Status::Draft, Status::InApproval, Status::Approved, Status::Closed];

/// The statuses in which a call has dates ahead.
const DATED: &[Status] = &[
    Status::Approved,
    Status::Published,
    Status::Closed,
    Status::Opened,
    Status::StageOne,
    Status::StageTwo,
    Status::Recommended,
];

/// What awaits this actor now.
pub async fn awaiting(tx: &mut Tx, actor: &Actor, at: Timestamp) -> Result<Vec<Item>> {
    let (networks, groups) = (networks(actor), secretary_of(actor));
    if networks.is_empty() && groups.is_empty() {
        return Ok(Vec::new());
    }
    let calls = store::standing(tx, &networks, &groups, WAITING).await?;
    let mut items: Vec<Item> = calls.iter().flat_map(|call| of_call(call, actor, at)).collect();
    let mut announced = store::unagreed(tx, &networks).await?;
    announced.retain(|call| !actor.is_recused_on(call.id));
    items.extend(announced.iter().map(|call| item(call, actor, "agreement_begin", "/agreement", None)));
    Ok(items)
}

/// The dates of the calls of this actor's networks and groups.
pub async fn ahead(tx: &mut Tx, actor: &Actor) -> Result<Vec<Ahead>> {
    let calls = store::standing(tx, &networks(actor), &groups::actions::seats(actor), DATED).await?;
    let readable = calls.iter().filter(|call| policy::may_read_call(actor, call));
    Ok(readable.flat_map(|call| dates(call, true)).collect())
}

/// The dates of a call: those of its answers for everybody, and that of its decision for those inside.
pub fn dates(call: &Call, inside: bool) -> Vec<Ahead> {
    let date = |what, at| Ahead {
        what,
        about: About::of(&call.reference, &call.content.title),
        href: path(&call.reference),
        at,
    };
    let decision = end_of(call.content.decision_by).filter(|_| inside).map(|at| date("call_decision", at));
    let own = [date("call_opens", call.content.opens_at), date("call_deadline", call.content.deadline)];
    own.into_iter().chain(decision).collect()
}

/// Everything one call asks of this actor, with the date of its timetable that comes next.
fn of_call(call: &Call, actor: &Actor, at: Timestamp) -> Vec<Item> {
    let can = call.available(actor, at);
    let (opens, decision) = (Some(call.content.opens_at), end_of(call.content.decision_by));
    let wrong: Vec<&str> = call.unpublishable(at).iter().map(|reason| reason.code).collect();
    let undeclared = call.authors.contains(&actor.person) && call.declarations.iter().all(|it| it.by != actor.person);
    let unscreened = ["not_screened", "screening_of_other_text"].iter().any(|code| wrong.contains(code));
    let stopped = unscreened || wrong.contains(&"procurement");
    let all = [
        (can.contains(&Command::Submit), "finish_call", "", opens),
        (can.contains(&Command::Declare) && undeclared, "call_declare", "/declaration", opens),
        (
            can.contains(&Command::Screen) && unscreened && call.status != Status::Draft,
            "call_screen",
            "/screening",
            opens,
        ),
        (can.contains(&Command::Publish) && !stopped, "publish_call", "", opens),
        (can.contains(&Command::Confirm), "confirm_opening", "", decision),
        (can.contains(&Command::Open), "open_responses", "", decision),
    ];
    let asked = all.into_iter().filter(|(is_asked, ..)| *is_asked);
    asked.map(|(_, todo, place, by)| item(call, actor, todo, place, by)).collect()
}

fn item(call: &Call, actor: &Actor, todo: &'static str, place: &str, by: Option<Timestamp>) -> Item {
    let officer = Why::duty(actor, &[Duty::NetworkOfficer], &[call.network]);
    let why = officer.unwrap_or_else(|| Why::seat(actor, call.group));
    let href = format!("{}{place}", path(&call.reference));
    Item::new(todo, why, About::of(&call.reference, &call.content.title), href).by(by)
}

/// The networks whose officer this is.
pub fn networks(actor: &Actor) -> Vec<OrganisationId> {
    let of = |role: &Role| match role {
        Role::Does(Duty::NetworkOfficer, network) => Some(*network),
        _ => None,
    };
    actor.roles.iter().filter_map(of).collect()
}

fn secretary_of(actor: &Actor) -> Vec<GroupId> {
    let of = |role: &Role| match role {
        Role::Sits(SeatRole::Secretary, group) => Some(*group),
        _ => None,
    };
    actor.roles.iter().filter_map(of).collect()
}

//! The group's board: what it governs, what waits, what is due (G7). For those with a seat.
use super::{actions, acts, agreed, interests, items, meetings, showing, words};
use crate::{
    acts::Address,
    caller::Caller,
    calls, collaborations,
    error::{Error, Result},
    messages::Messages,
    needs, people,
    web::App,
};
use axum::{Router, extract::State, response::Response, routing::get};
use db::Tx;
use domain::{
    actor::Actor,
    group::Group,
    interest::stale_on,
    item::Item,
    meeting::{Meeting, Status},
    policy,
    time::Timestamp,
};
use serde_json::{Value, json};
use showing::Names;

/// `/groups/{reference}/board`.
pub fn routes() -> Router<App> {
    Router::new().route("/groups/{reference}/board", get(board))
}

async fn board(State(app): State<App>, caller: Caller, address: Address) -> Result<Response> {
    let mut tx = app.db.read().await?;
    let group = actions::get(&mut tx, &address.reference()?).await?;
    if !policy::may_read_board(&caller.actor, group.id) {
        return Err(Error::NotFound);
    }
    let shown = shown(&mut tx, &caller.actor, &group, app.clock.now()).await?;
    app.page(&caller, "groups/board.html", shown)
}

async fn shown(tx: &mut Tx, actor: &Actor, group: &Group, at: Timestamp) -> Result<Value> {
    let mut open = items::store::open_of(tx, group.id).await?;
    open.retain(|item| policy::may_read_item(actor, item));
    let meetings = meetings::store::of_group(tx, group.id).await?;
    let plan = acts::offers(group, actor)
        .into_iter()
        .filter(|it| it["href"].as_str().is_some_and(|href| href.ends_with("/meetings")));
    Ok(json!({
        "group": { "reference": group.reference, "name": group.name },
        "actions": plan.collect::<Vec<_>>(),
        "waiting": open.iter().map(waiting).collect::<Vec<_>>(),
        "meetings": meetings.iter().map(meeting).collect::<Vec<_>>(),
        "due": due(tx, actor, group, &meetings, at).await?,
        "needs": needs(tx, actor, group).await?,
        "calls": calls(tx, actor, group).await?,
        "collaborations": collaborations(tx, actor, group).await?,
        "now": at,
    }))
}

fn waiting(item: &Item) -> Value {
    json!({
        "title": item.title, "href": items::link(item), "about": item.about, "status": item.status,
        "motion": words::of("motion", item.motion.as_str()), "tabled_at": item.tabled_at,
    })
}

fn meeting(it: &Meeting) -> Value {
    json!({ "href": meetings::path(&it.reference), "reference": it.reference, "status": it.status, "starts_at": it.plan.starts_at, "place": it.plan.place })
}

/// What is due: interests that are stale, minutes that wait for approval, terms to review, actions.
async fn due(tx: &mut Tx, actor: &Actor, group: &Group, meetings: &[Meeting], at: Timestamp) -> Result<Vec<Value>> {
    let voters = group.voters(at);
    let latest = interests::store::latest(tx, &voters).await?;
    let names = Names { people: people::store::names(tx, &voters).await?, ..Names::default() };
    let stale =
        voters.iter().filter(|person| latest.get(person).is_none_or(|declared| stale_on(*declared) <= at.day()));
    let stale = stale.map(|person| line("interests_stale", &[("name", &names.person(*person))], None));
    let minutes = meetings.iter().filter(|it| it.status == Status::MinutesDrafted);
    let minutes =
        minutes.map(|it| line("minutes_due", &[("reference", &it.reference)], Some(meetings::path(&it.reference))));
    let review = group.in_force(at).and_then(|terms| terms.clauses.review_on).filter(|day| *day <= at.day());
    let review = review.map(|_| line("terms_review", &[], Some(format!("{}/terms", acts::path(&group.reference)))));
    let mut late = agreed::store::open_of(tx, group.id).await?;
    late.retain(|action| action.is_overdue(at) && policy::may_read_action(actor, action));
    let late = late.iter().map(|it| line("action_overdue", &[("what", &it.what)], Some(agreed::path(&it.reference))));
    Ok(stale.chain(minutes).chain(review).chain(late).collect())
}

fn line(key: &str, facts: &[(&str, &str)], href: Option<String>) -> Value {
    json!({ "text": Messages::english().text(&format!("group.board.{key}"), facts), "href": href })
}

async fn needs(tx: &mut Tx, actor: &Actor, group: &Group) -> Result<Vec<Value>> {
    let found = needs::store::of_group(tx, group.id).await?;
    let readable = found.iter().filter(|it| policy::may_read_challenge(actor, it));
    Ok(readable.map(|it| thing("needs", &it.reference, &it.content.title, it.status.as_str())).collect())
}

async fn calls(tx: &mut Tx, actor: &Actor, group: &Group) -> Result<Vec<Value>> {
    let found = calls::store::of_group(tx, group.id).await?;
    let readable = found.iter().filter(|it| policy::may_read_call(actor, it));
    Ok(readable.map(|it| thing("calls", &it.reference, &it.content.title, it.status.as_str())).collect())
}

async fn collaborations(tx: &mut Tx, actor: &Actor, group: &Group) -> Result<Vec<Value>> {
    let found = collaborations::store::of_group(tx, group.id).await?;
    let readable = found.iter().filter(|it| policy::may_read_collaboration(actor, it));
    Ok(readable.map(|it| thing("collaborations", &it.reference, &it.title, it.status.as_str())).collect())
}

fn thing(room: &str, reference: &str, title: &str, status: &str) -> Value {
    json!({ "href": format!("/{room}/{reference}"), "title": title, "caption": reference, "status": status })
}

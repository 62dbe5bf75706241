//! The group's board: everything it governs by stage, how long each has been there, what is due, what waits on whom (G7, X8).
//! For those with a seat. Read in this order.
mod governed;
mod row;

use super::{actions, acts, agreed, interests, items, meetings, showing, words};
use crate::{
    acts::Address,
    caller::Caller,
    error::{Error, Result},
    messages::Messages,
    people, record,
    web::App,
};
use axum::{Json, Router, extract::State, response::Response, routing::get};
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
use row::{Row, Stage};
use serde_json::{Value, json};
use showing::Names;

/// The page, and the same through the API.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/groups/{reference}/board", get(board))
        .route("/api/v1/groups/{reference}/board", get(resource))
}

async fn board(State(app): State<App>, caller: Caller, address: Address) -> Result<Response> {
    let shown = read(&app, &caller.actor, &address).await?;
    app.page(&caller, "groups/board.html", shown)
}

async fn resource(State(app): State<App>, caller: Caller, address: Address) -> Result<Json<Value>> {
    Ok(Json(read(&app, &caller.actor, &address).await?))
}

/// The board of the group in the address; without a seat there is none.
async fn read(app: &App, actor: &Actor, address: &Address) -> Result<Value> {
    let mut tx = app.db.read().await?;
    let group = actions::get(&mut tx, &address.reference()?).await?;
    if !policy::may_read_board(actor, group.id) {
        return Err(Error::NotFound);
    }
    shown(&mut tx, actor, &group, app.clock.now()).await
}

/// The number of statements is the same however much the group governs.
async fn shown(tx: &mut Tx, actor: &Actor, group: &Group, at: Timestamp) -> Result<Value> {
    let mut open = items::store::open_of(tx, group.id).await?;
    open.retain(|item| policy::may_read_item(actor, item));
    let meetings = meetings::store::of_group(tx, group.id).await?;
    let rows = governed::of(tx, actor, group, next(&meetings)).await?;
    let stays = record::stages::of(tx, &rows.iter().map(|row| row.id).collect::<Vec<_>>()).await?;
    let plan = acts::offers(group, actor)
        .into_iter()
        .filter(|it| it["href"].as_str().is_some_and(|href| href.ends_with("/meetings")));
    let in_stage = |stage: Stage| rows.iter().filter(move |row| row.stage == stage);
    let stage = |stage: &Stage| {
        let things: Vec<Value> = in_stage(*stage).map(|row| row.shown(&rows, &stays, at)).collect();
        json!({ "stage": stage, "title": text(&format!("stage_{}", stage.as_str()), &[]), "things": things })
    };
    let mut due = self::due(tx, actor, group, &meetings, at).await?;
    let mut dated: Vec<&Row> = rows.iter().collect();
    dated.sort_by_key(|row| row.due);
    due.extend(dated.iter().filter_map(|row| row.due_line(at)));
    Ok(json!({
        "group": { "reference": group.reference, "name": group.name },
        "actions": plan.collect::<Vec<_>>(),
        "waiting": open.iter().map(waiting).collect::<Vec<_>>(),
        "meetings": meetings.iter().map(meeting).collect::<Vec<_>>(),
        "due": due,
        "stages": Stage::GOVERNED.iter().map(stage).collect::<Vec<_>>(),
        "over": in_stage(Stage::Over).map(Row::over).collect::<Vec<_>>(),
    }))
}

/// The start of the next meeting: meetings come latest first.
fn next(meetings: &[Meeting]) -> Option<Timestamp> {
    let ahead = meetings.iter().filter(|it| matches!(it.status, Status::Planned | Status::PapersOut));
    ahead.map(|it| it.plan.starts_at).min()
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
    json!({ "text": text(key, facts), "href": href })
}

fn text(key: &str, facts: &[(&str, &str)]) -> String {
    Messages::english().text(&format!("group.board.{key}"), facts)
}

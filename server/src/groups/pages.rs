//! The pages of groups: the list, one each, their terms of reference.
use super::{actions, acts, board, interests, items, log, meetings, seats, showing, store, suggestions};
use crate::{
    acts::Address,
    caller::Caller,
    error::{Error, Result},
    forms, organisations, people, record,
    web::App,
};
use axum::{Router, extract::State, response::Response, routing::get};
use db::Tx;
use domain::{
    actor::{Actor, Role},
    group::Group,
    item::Item,
    policy,
    refusal::Refusal,
    terms::{Status, Terms},
    time::Timestamp,
};
use serde_json::{Value, json};
use showing::Names;

/// The pages of groups, their meetings and interests.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/groups", get(list))
        .route("/groups/{reference}", get(show))
        .route("/groups/{reference}/terms", get(terms))
        .merge(board::routes())
        .merge(log::routes())
        .merge(seats::pages())
        .merge(meetings::pages())
        .merge(interests::pages())
        .merge(suggestions::pages())
}

async fn list(State(app): State<App>, caller: Caller, address: Address) -> Result<Response> {
    let (mut tx, at) = (app.db.read().await?, app.clock.now());
    let groups = store::list(&mut tx, address.query("after")).await?;
    let next = (groups.len() as i64 == store::PAGE).then(|| groups.last().map(|group| group.id.to_string()));
    let networks: Vec<_> = groups.iter().map(|group| group.network).collect();
    let names = organisations::store::names(&mut tx, &networks).await?;
    let line = |group: &Group| {
        json!({
            "reference": group.reference, "name": group.name, "seats": group.held(at).count(),
            "in_force": group.in_force(at).is_some(), "network": names.get(&group.network),
        })
    };
    let lines: Vec<Value> = groups.iter().map(line).collect();
    let actions = acts::offers_on_list(&caller.actor);
    app.page(&caller, "groups/list.html", json!({ "groups": lines, "next": next, "actions": actions }))
}

async fn show(State(app): State<App>, caller: Caller, address: Address) -> Result<Response> {
    let mut tx = app.db.read().await?;
    let group = actions::get(&mut tx, &address.reference()?).await?;
    let shown = shown(&mut tx, &caller.actor, &group, app.clock.now()).await?;
    app.page(&caller, "groups/show.html", shown)
}

/// Everything the page of a group shows to this reader: the same number of statements whatever it holds.
async fn shown(tx: &mut Tx, actor: &Actor, group: &Group, at: Timestamp) -> Result<Value> {
    let held: Vec<_> = group.held(at).map(|seat| seat.person).collect();
    let decided = items::store::decided(tx, group.id, 0).await?;
    let register = interests::register::of_group(tx, actor, group, at).await?;
    let readable: Vec<Item> = decided.into_iter().filter(|item| policy::may_read_item(actor, item)).collect();
    let inside = policy::may_read_board(actor, group.id);
    let mut history = record::history(tx, group.id).await?;
    history.retain(|past| inside || !seats::is_inside(&past.what));
    let people = [held, showing::people_of(&readable), record::people(&history)].concat();
    let bounced = match policy::may_plan(actor, group.id).is_ok() || actor.is(Role::Operator) {
        true => people::store::bounced(tx, &people).await?,
        false => Vec::new(),
    };
    let organisations = named(tx, group).await?;
    let names = Names { people: people::store::names(tx, &people).await?, organisations, bounced };
    Ok(json!({
        "group": { "reference": group.reference, "name": group.name },
        "systems": organisations::store::several(tx, &group.systems).await?,
        "network": organisations::store::find(tx, group.network).await?,
        "actions": offered(group, actor),
        "inside": inside,
        "below_quorum": group.is_below_quorum(at.day(), at),
        "vacant": group.vacancies(at.day()).len(),
        "blocked": blocked(group, at),
        "seats": showing::seats(group, &names, at),
        "terms": group.in_force(at).map(showing::terms),
        "draft": group.draft().filter(|_| may_read_draft(actor, group)).map(|draft| draft.number),
        "decisions": readable.iter().filter_map(|item| showing::decision(item, &names)).collect::<Vec<_>>(),
        "interests": register.entries,
        "history": record::shown(&history, &names.people),
    }))
}

/// What this reader can do with a group; whoever gives seats can check people first.
fn offered(group: &Group, actor: &Actor) -> Vec<Value> {
    let check = policy::may_plan(actor, group.id).is_ok().then(suggestions::offer_dry_run);
    acts::offers(group, actor).into_iter().chain(seats::offers_of_own(group, actor)).chain(check).collect()
}

async fn named(tx: &mut Tx, group: &Group) -> Result<std::collections::BTreeMap<domain::ids::OrganisationId, String>> {
    let represented = group.seats.iter().filter_map(|seat| seat.organisation).collect::<Vec<_>>();
    organisations::store::names(tx, &represented).await
}

/// Why the group cannot govern yet, in words; nothing when it can.
fn blocked(group: &Group, at: Timestamp) -> Vec<Value> {
    let reasons = match group.governing(at) {
        Err(Refusal::Gate(reasons)) => reasons,
        _ => Vec::new(),
    };
    reasons.iter().map(|reason| json!({ "text": forms::sentence(reason, "") })).collect()
}

fn may_read_draft(actor: &Actor, group: &Group) -> bool {
    policy::may_read_board(actor, group.id) || actor.is(Role::Operator)
}

/// The terms of reference: the version that is asked for, else the draft for those who may read it, else what is in force.
async fn terms(State(app): State<App>, caller: Caller, address: Address) -> Result<Response> {
    let mut tx = app.db.read().await?;
    let group = actions::get(&mut tx, &address.reference()?).await?;
    let inside = may_read_draft(&caller.actor, &group);
    let readable: Vec<&Terms> = group.terms.iter().filter(|it| it.status != Status::Draft || inside).collect();
    let asked = address.query("version").and_then(|text| text.parse::<u32>().ok());
    let found = match asked {
        Some(number) => readable.iter().find(|it| it.number == number),
        None => readable.last(),
    };
    let found = found.ok_or(Error::NotFound)?;
    let versions: Vec<Value> = readable.iter().map(|it| json!({ "number": it.number, "status": it.status })).collect();
    let mut actions = acts::offers(&group, &caller.actor);
    actions.retain(|it| it["href"].as_str().is_some_and(|href| href.contains("/terms/")));
    actions.reverse();
    let group = json!({ "reference": group.reference, "name": group.name });
    let shown = json!({ "group": group, "terms": showing::terms(found), "versions": versions, "actions": actions });
    app.page(&caller, "groups/terms.html", shown)
}

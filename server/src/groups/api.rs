//! Groups, meetings and their business as resources of the JSON API.
use super::{actions, agreed, interests, items, log, meetings, path, seats, store, suggestions};
use crate::{
    acts::Address,
    caller::Caller,
    error::{Error, Result},
    web::App,
};
use axum::{Json, Router, extract::State, routing::get};
use domain::{actor::Actor, group::Group, item::Item, meeting::Meeting, policy};
use serde_json::{Value, json};

/// What can be read here.
pub const RESOURCES: &[&str] = &[
    "/groups",
    "/groups/{reference}",
    "/groups/{reference}/decisions",
    "/groups/{reference}/interests",
    "/groups/{reference}/members",
    "/groups/{reference}/business",
    "/groups/{reference}/board",
    "/meetings/{reference}",
    "/items/{reference}",
    "/dry-runs/{reference}",
];

/// The routes of the API.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/api/v1/groups", get(list))
        .route("/api/v1/groups/{reference}", get(show))
        .route("/api/v1/groups/{reference}/decisions", get(decisions))
        .route("/api/v1/groups/{reference}/interests", get(register))
        .route("/api/v1/groups/{reference}/members", get(members))
        .route("/api/v1/groups/{reference}/business", get(business))
        .route("/api/v1/meetings/{reference}", get(meeting))
        .route("/api/v1/items/{reference}", get(item))
}

async fn list(State(app): State<App>, caller: Caller, address: Address) -> Result<Json<Value>> {
    let groups = store::list(&mut app.db.read().await?, address.query("after")).await?;
    let next = (groups.len() as i64 == store::PAGE).then(|| groups.last().map(|group| group.id.to_string()));
    let groups: Vec<Value> = groups.iter().map(|group| resource(&caller.actor, group)).collect();
    Ok(Json(json!({ "groups": groups, "next": next })))
}

async fn show(State(app): State<App>, caller: Caller, address: Address) -> Result<Json<Value>> {
    let group = actions::get(&mut app.db.read().await?, &address.reference()?).await?;
    Ok(Json(resource(&caller.actor, &group)))
}

/// What the group decided, as far as this reader may know it.
async fn decisions(State(app): State<App>, caller: Caller, address: Address) -> Result<Json<Value>> {
    let mut tx = app.db.read().await?;
    let group = actions::get(&mut tx, &address.reference()?).await?;
    let items = items::store::decided(&mut tx, group.id, log::page(&address)).await?;
    let withheld: Vec<Value> = items.iter().filter_map(log::withheld).collect();
    Ok(Json(json!({ "decisions": readable(&caller.actor, &items), "withheld": withheld })))
}

/// The register of interests of everybody with a seat today, as this reader may see it.
async fn register(State(app): State<App>, caller: Caller, address: Address) -> Result<Json<Value>> {
    let mut tx = app.db.read().await?;
    let group = actions::get(&mut tx, &address.reference()?).await?;
    let register = interests::register::of_group(&mut tx, &caller.actor, &group, app.clock.now()).await?;
    Ok(Json(json!({ "interests": register.entries, "stale": register.stale })))
}

/// Everybody who has or had a seat, and what is vacant.
async fn members(State(app): State<App>, address: Address) -> Result<Json<Value>> {
    let mut tx = app.db.read().await?;
    let group = actions::get(&mut tx, &address.reference()?).await?;
    Ok(Json(json!(seats::register::of(&mut tx, &group, app.clock.now()).await?)))
}

/// What waits for a meeting or is on an agenda, for those with a seat.
async fn business(State(app): State<App>, caller: Caller, address: Address) -> Result<Json<Value>> {
    let mut tx = app.db.read().await?;
    let group = actions::get(&mut tx, &address.reference()?).await?;
    if !policy::may_read_board(&caller.actor, group.id) {
        return Err(Error::NotFound);
    }
    let items = items::store::open_of(&mut tx, group.id).await?;
    let meetings = meetings::store::of_group(&mut tx, group.id).await?;
    let meetings: Vec<Value> = meetings.iter().map(plain).collect();
    Ok(Json(json!({ "items": readable(&caller.actor, &items), "meetings": meetings })))
}

async fn meeting(State(app): State<App>, caller: Caller, address: Address) -> Result<Json<Value>> {
    let mut tx = app.db.read().await?;
    let meeting = meetings::actions::get(&mut tx, &caller.actor, &address.reference()?).await?;
    let items = items::store::of_meeting(&mut tx, meeting.id).await?;
    let mut resource = json!(meeting);
    resource["available"] = json!(meeting.available(&caller.actor));
    resource["address"] = json!(meetings::path(&meeting.reference));
    let open: Vec<Item> = items.into_iter().filter(|item| policy::may_read_item(&caller.actor, item)).collect();
    resource["papers"] = json!(meetings::papers::readable(&meeting, &open));
    resource["actions"] = json!(agreed::actions::at_meeting(&mut tx, &caller.actor, &meeting).await?);
    resource["items"] = json!(readable(&caller.actor, &open));
    resource["minutes"] = json!(meetings::minutes::read_by(&mut tx, &caller.actor, &meeting).await?);
    Ok(Json(resource))
}

async fn item(State(app): State<App>, caller: Caller, address: Address) -> Result<Json<Value>> {
    let mut tx = app.db.read().await?;
    let item = items::actions::get(&mut tx, &caller.actor, &address.reference()?).await?;
    let group = actions::by_id(&mut tx, item.group).await?;
    let of = std::slice::from_ref(&item);
    let suggested = suggestions::actions::on_items(&mut tx, &caller.actor, &group, of, app.clock.now()).await?;
    let mut resource = one(&caller.actor, &item);
    resource["suggested"] = json!(suggestions::showing::lines(&mut tx, &suggested).await?.remove(&item.id.0));
    Ok(Json(resource))
}

/// A meeting without its papers: which of them a reader may know, its own page says.
fn plain(meeting: &Meeting) -> Value {
    let mut shown = json!(meeting);
    shown.as_object_mut().map(|shown| shown.remove("papers"));
    shown
}

fn resource(actor: &Actor, group: &Group) -> Value {
    let mut resource = json!(group);
    resource["available"] = json!(group.available(actor));
    resource["address"] = json!(path(&group.reference));
    if !seats::may_read_offers(actor, group) {
        resource.as_object_mut().map(|shown| shown.remove("offers"));
    }
    resource
}

fn readable(actor: &Actor, items: &[Item]) -> Vec<Value> {
    items.iter().filter(|item| policy::may_read_item(actor, item)).map(|item| one(actor, item)).collect()
}

fn one(actor: &Actor, item: &Item) -> Value {
    let mut resource = json!(item);
    resource["available"] = json!(item.available(actor));
    resource["address"] = json!(items::link(item));
    resource
}

//! Outcome reports as resources of the JSON API.
use super::{actions, acts, store};
use crate::{acts::Address, caller::Caller, collaborations, error::Result, web::App};
use axum::{Json, Router, extract::State, routing::get};
use domain::{actor::Actor, outcome::Outcome, time::Timestamp};
use serde_json::{Value, json};

/// What can be read here.
pub const RESOURCES: &[&str] = &["/outcomes", "/outcomes/{reference}"];

/// The routes of the API.
pub fn routes() -> Router<App> {
    Router::new().route("/api/v1/outcomes", get(list)).route("/api/v1/outcomes/{reference}", get(show))
}

async fn list(State(app): State<App>, caller: Caller, address: Address) -> Result<Json<Value>> {
    let found = store::public(&mut app.db.read().await?, address.query("after").unwrap_or_default()).await?;
    let next = next(&found);
    let shown: Vec<Value> = found.iter().map(|it| resource(&caller.actor, it, app.clock.now())).collect();
    Ok(Json(json!({ "outcomes": shown, "next": next })))
}

async fn show(State(app): State<App>, caller: Caller, address: Address) -> Result<Json<Value>> {
    let it = actions::get(&mut app.db.read().await?, &caller.actor, &address.reference()?).await?;
    Ok(Json(resource(&caller.actor, &it, app.clock.now())))
}

/// The id to go on after, if the page is full.
pub fn next(found: &[Outcome]) -> Option<String> {
    (found.len() as i64 == store::PAGE).then(|| found.last().map(|it| it.id.to_string())).flatten()
}

fn resource(actor: &Actor, it: &Outcome, now: Timestamp) -> Value {
    let mut resource = json!(it);
    resource["available"] = json!(it.available(actor));
    resource["standings"] = json!(collaborations::standings(it, now));
    resource["address"] = json!(acts::path(&it.reference));
    resource
}

//! Agreements as resources of the JSON API.
use super::{actions, standing, words};
use crate::{acts::Address, caller::Caller, error::Result, web::App};
use axum::{Json, Router, extract::State, routing::get};
use domain::{actor::Actor, agreement::Agreement};
use jiff::civil::Date;
use serde_json::{Value, json};

/// What can be read here.
pub const RESOURCES: &[&str] = &["/agreements", "/agreements/{reference}"];

/// The routes of the API.
pub fn routes() -> Router<App> {
    Router::new().route("/api/v1/agreements", get(list)).route("/api/v1/agreements/{reference}", get(show))
}

async fn list(State(app): State<App>, caller: Caller) -> Result<Json<Value>> {
    caller.signed_in()?;
    let mine = actions::mine(&mut app.db.read().await?, &caller.actor).await?;
    let line = |it: &Agreement| json!({ "reference": it.reference, "title": it.title, "status": it.status, "address": super::path(&it.reference) });
    Ok(Json(json!({ "agreements": mine.iter().map(line).collect::<Vec<_>>() })))
}

async fn show(State(app): State<App>, caller: Caller, address: Address) -> Result<Json<Value>> {
    let agreement = actions::get(&mut app.db.read().await?, &caller.actor, &address.reference()?).await?;
    Ok(Json(resource(&caller.actor, &agreement, app.clock.now().day())))
}

fn resource(actor: &Actor, agreement: &Agreement, day: Date) -> Value {
    let mut resource = json!(agreement);
    resource["available"] = json!(agreement.available(actor));
    resource["missing"] = json!(words::missing(agreement, day));
    resource["turn"] = json!(standing::turn(agreement, day));
    resource["address"] = json!(super::path(&agreement.reference));
    resource
}

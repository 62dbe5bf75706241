//! Needs as resources of the JSON API.
use super::{actions, store};
use crate::{acts::Address, caller::Caller, error::Result, web::App};
use axum::{Json, Router, extract::State, routing::get};
use domain::{actor::Actor, challenge::Challenge};
use serde_json::{Value, json};

/// What can be read here.
pub const RESOURCES: &[&str] = &["/needs", "/needs/{reference}"];

/// The routes of the API.
pub fn routes() -> Router<App> {
    Router::new().route("/api/v1/needs", get(list)).route("/api/v1/needs/{reference}", get(show))
}

async fn list(State(app): State<App>, caller: Caller, address: Address) -> Result<Json<Value>> {
    let needs = store::public(&mut app.db.read().await?, address.query("after")).await?;
    let next = (needs.len() as i64 == store::PAGE).then(|| needs.last().map(|need| need.id.to_string()));
    let needs: Vec<Value> = needs.iter().map(|need| resource(&caller.actor, need)).collect();
    Ok(Json(json!({ "needs": needs, "next": next })))
}

async fn show(State(app): State<App>, caller: Caller, address: Address) -> Result<Json<Value>> {
    let need = actions::get(&mut app.db.read().await?, &caller.actor, &address.reference()?).await?;
    Ok(Json(resource(&caller.actor, &need)))
}

fn resource(actor: &Actor, need: &Challenge) -> Value {
    let mut resource = json!(need);
    resource["available"] = json!(need.available(actor));
    resource["address"] = json!(format!("/needs/{}", need.reference));
    resource
}

//! Responses as resources of the JSON API.
use super::{actions, pages::told, store};
use crate::{acts::Address, caller::Caller, error::Result, web::App};
use axum::{Json, Router, extract::State, routing::get};
use domain::{call::Call, response::Response};
use serde_json::{Value, json};

/// What can be read here.
pub const RESOURCES: &[&str] = &["/responses", "/responses/{reference}"];

/// The routes of the API.
pub fn routes() -> Router<App> {
    Router::new().route("/api/v1/responses", get(list)).route("/api/v1/responses/{reference}", get(show))
}

/// The responses of the caller's own organisations.
async fn list(State(app): State<App>, caller: Caller) -> Result<Json<Value>> {
    caller.signed_in()?;
    let mut tx = app.db.read().await?;
    let responses = store::of_organisations(&mut tx, &caller.actor.organisations()).await?;
    Ok(Json(json!({ "responses": responses.iter().map(told).collect::<Vec<_>>() })))
}

async fn show(State(app): State<App>, caller: Caller, address: Address) -> Result<Json<Value>> {
    caller.signed_in()?;
    let mut tx = app.db.read().await?;
    let (response, call) = actions::get(&mut tx, &caller.actor, &address.reference()?).await?;
    if !caller.actor.belongs_to(response.organisation) {
        drop(tx);
        return read(&app, &caller, &response).await;
    }
    let draft = store::draft(&mut tx, response.id).await?;
    let submitted = store::submitted(&mut tx, response.id).await?;
    let mut resource = resource(&response);
    resource["draft"] = json!({ "answers": draft.answers, "version": draft.version, "saved_at": draft.saved_at });
    resource["submitted"] = json!(submitted);
    resource["available"] = available(&caller, &response, &call, &app);
    Ok(Json(resource))
}

fn available(caller: &Caller, response: &Response, call: &Call, app: &App) -> Value {
    json!(response.available(&caller.actor, call, app.clock.now()))
}

/// For network, group and panel, once it is opened: an event (R3).
async fn read(app: &App, caller: &Caller, response: &Response) -> Result<Json<Value>> {
    let mut unit = app.unit(caller.actor.clone()).await?;
    let answers = actions::answers(&mut unit, response).await?;
    unit.commit().await?;
    let mut resource = resource(response);
    resource["submitted"] = json!(answers);
    Ok(Json(resource))
}

fn resource(response: &Response) -> Value {
    let mut resource = told(response);
    resource["address"] = json!(super::path(&response.reference));
    resource
}

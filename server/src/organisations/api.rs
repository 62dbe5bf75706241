//! Organisations as resources of the JSON API.
use super::{actions, store, store::Sought, words};
use crate::{acts::Address, caller::Caller, error::Result, web::App};
use axum::{Json, Router, extract::State, routing::get};
use domain::{ids::OrganisationId, organisation::Organisation};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// What can be read here.
pub const RESOURCES: &[&str] = &["/organisations", "/organisations/{reference}"];

/// The routes of the API.
pub fn routes() -> Router<App> {
    Router::new().route("/api/v1/organisations", get(list)).route("/api/v1/organisations/{reference}", get(show))
}

async fn list(State(app): State<App>, _: Caller, address: Address) -> Result<Json<Value>> {
    let words = words::split(address.query("q").unwrap_or_default());
    let kind = address.query("kind").and_then(|word| word.parse().ok());
    let mut tx = app.db.read().await?;
    let found = store::list(&mut tx, &Sought { words, kind, after: address.query("after") }).await?;
    let next = (found.len() as i64 == store::PAGE).then(|| found.last().map(|last| last.id.to_string()));
    let followers: Vec<OrganisationId> = found.iter().flat_map(|one| one.successors.clone()).collect();
    let followers = references(store::several(&mut tx, &followers).await?);
    let found: Vec<Value> = found.iter().map(|one| resource(one, &followers)).collect();
    Ok(Json(json!({ "organisations": found, "next": next })))
}

async fn show(State(app): State<App>, _: Caller, address: Address) -> Result<Json<Value>> {
    let mut tx = app.db.read().await?;
    let organisation = actions::get(&mut tx, &address.reference()?).await?;
    let followers = references(store::several(&mut tx, &organisation.successors).await?);
    Ok(Json(resource(&organisation, &followers)))
}

fn references(some: Vec<Organisation>) -> BTreeMap<OrganisationId, String> {
    some.into_iter().map(|one| (one.id, one.reference)).collect()
}

/// An organisation with its successors by reference and its identifiers as open data names them.
fn resource(it: &Organisation, followers: &BTreeMap<OrganisationId, String>) -> Value {
    let mut resource = json!(it);
    resource["successors"] = it.successors.iter().filter_map(|id| followers.get(id)).cloned().collect();
    resource["org_ids"] = it.identifiers.iter().map(|one| one.identifier.org_id()).collect();
    resource["address"] = json!(super::path(&it.reference));
    resource
}

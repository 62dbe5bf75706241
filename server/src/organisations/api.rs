//! Organisations as resources of the JSON API.
use super::{actions, matters, register, showing, store, store::Sought, words};
use crate::{acts::Address, caller::Caller, error::Result, web::App};
use axum::{Json, Router, extract::State, routing::get};
use db::Tx;
use domain::{ids::OrganisationId, organisation::Organisation, time::Timestamp};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// What can be read here.
pub const RESOURCES: &[&str] = &[
    "/organisations",
    "/organisations/{reference}",
    "/organisations/by-code/{code}",
    "/organisations/registers/{register}",
];

/// The routes of the API.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/api/v1/organisations", get(list))
        .route("/api/v1/organisations/{reference}", get(show))
        .route("/api/v1/organisations/by-code/{code}", get(by_code))
        .route("/api/v1/organisations/registers/{register}", get(sent))
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
    whole(&mut tx, &organisation, app.clock.now()).await
}

async fn by_code(State(app): State<App>, _: Caller, address: Address) -> Result<Json<Value>> {
    let mut tx = app.db.read().await?;
    let organisation = actions::by_code(&mut tx, &address.part::<String>("code")?).await?;
    whole(&mut tx, &organisation, app.clock.now()).await
}

async fn sent(State(app): State<App>, caller: Caller, address: Address) -> Result<Json<Value>> {
    caller.signed_in()?;
    let mut tx = app.db.read().await?;
    let sheet = register::get(&mut tx, &caller.actor, address.part("register")?).await?;
    let report = register::report(&mut tx, &caller.actor, &sheet, app.clock.now()).await?;
    Ok(Json(showing::register(&sheet, &report)))
}

/// One organisation with everybody it belongs to, who belongs to it, and who stands for it today.
async fn whole(tx: &mut Tx, it: &Organisation, at: Timestamp) -> Result<Json<Value>> {
    let followers = references(store::several(tx, &it.successors).await?);
    let above: Vec<OrganisationId> = it.ties.iter().map(|tie| tie.organisation).collect();
    let (above, below) = (store::several(tx, &above).await?, store::below(tx, it.id).await?);
    let mut resource = resource(it, &followers);
    resource["ties"] = json!(showing::above(it, &above));
    resource["belonging"] = json!(showing::below(it, &below));
    resource["names"] = json!(showing::names(it));
    resource["today"] = json!(matters::heir(tx, it.id, at).await?.map(|heir| heir.reference));
    Ok(Json(resource))
}

fn references(some: Vec<Organisation>) -> BTreeMap<OrganisationId, String> {
    some.into_iter().map(|one| (one.id, one.reference)).collect()
}

/// An organisation with its successors by reference and its identifiers as open data names them.
fn resource(it: &Organisation, followers: &BTreeMap<OrganisationId, String>) -> Value {
    let mut resource = json!(it);
    if let Some(resource) = resource.as_object_mut() {
        resource.remove("ties");
    }
    resource["successors"] = it.successors.iter().filter_map(|id| followers.get(id)).cloned().collect();
    resource["org_ids"] = it.identifiers.iter().map(|one| one.identifier.org_id()).collect();
    resource["address"] = json!(super::path(&it.reference));
    resource
}

//! Collaborations as resources of the JSON API, and their readings as JSON and CSV at addresses that stay.
use super::{actions, acts, pages, store};
use crate::{acts::Address, caller::Caller, error::Result, web::App};
use axum::{
    Json, Router,
    extract::State,
    http::header,
    response::{IntoResponse, Response},
    routing::get,
};
use domain::{
    actor::Actor,
    collaboration::{Collaboration, csv, readings::Reading},
};
use serde_json::{Value, json};

/// What can be read here.
pub const RESOURCES: &[&str] =
    &["/collaborations", "/collaborations/{reference}", "/collaborations/{reference}/readings"];

/// The routes of the API, and the addresses of the readings beside the page.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/api/v1/collaborations", get(list))
        .route("/api/v1/collaborations/{reference}", get(show))
        .route("/api/v1/collaborations/{reference}/readings", get(readings))
        .route("/collaborations/{reference}/readings.json", get(readings))
        .route("/collaborations/{reference}/readings.csv", get(table))
}

async fn list(State(app): State<App>, caller: Caller, address: Address) -> Result<Json<Value>> {
    let found = store::public(&mut app.db.read().await?, &pages::filter(&address)).await?;
    let next = pages::next(&found);
    let shown: Vec<Value> = found.iter().map(|it| resource(&caller.actor, it)).collect();
    Ok(Json(json!({ "collaborations": shown, "next": next })))
}

async fn show(State(app): State<App>, caller: Caller, address: Address) -> Result<Json<Value>> {
    let it = actions::get(&mut app.db.read().await?, &caller.actor, &address.reference()?).await?;
    Ok(Json(resource(&caller.actor, &it)))
}

fn resource(actor: &Actor, it: &Collaboration) -> Value {
    let mut resource = json!(it);
    resource["available"] = json!(it.available(actor));
    resource["missing"] = json!(it.missing().iter().map(|reason| reason.code).collect::<Vec<_>>());
    resource["address"] = json!(acts::path(&it.reference));
    resource
}

async fn readings(State(app): State<App>, caller: Caller, address: Address) -> Result<Json<Value>> {
    let (it, readings) = entered(&app, &caller, &address).await?;
    let measures = it.plan.as_ref().map(|plan| &plan.measures);
    Ok(Json(json!({ "reference": it.reference, "title": it.title, "measures": measures, "readings": readings })))
}

async fn table(State(app): State<App>, caller: Caller, address: Address) -> Result<Response> {
    let (it, readings) = entered(&app, &caller, &address).await?;
    let text = it.plan.as_ref().map(|plan| csv::write(plan, &readings)).unwrap_or_default();
    let name = format!("attachment; filename=\"{}-readings.csv\"", it.reference);
    let head = [(header::CONTENT_TYPE, "text/csv; charset=utf-8".into()), (header::CONTENT_DISPOSITION, name)];
    Ok((head, text).into_response())
}

/// Every entry, corrections included, in the order in which they came.
async fn entered(app: &App, caller: &Caller, address: &Address) -> Result<(Collaboration, Vec<Reading>)> {
    let mut tx = app.db.read().await?;
    let it = actions::get(&mut tx, &caller.actor, &address.reference()?).await?;
    let readings = store::readings(&mut tx, it.id).await?;
    Ok((it, readings))
}
